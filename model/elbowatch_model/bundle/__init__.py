"""The folder that the Java side loads: model.onnx, manifest.json, calibration.json and golden.json."""
