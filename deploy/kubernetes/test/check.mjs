// Checks Kubernetes manifests against the schemas of Kubernetes, the Prometheus operator and KEDA: by type, where an unknown
// field is an error, and by the rules of the schemas, such as formats and bounds. Resources of Strimzi: strimzi.mjs.
//
//   node check.mjs FILE.yaml ...     files named rendered-* (kustomize) and chart-* (helm) are complete applications
import { readFileSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { pathToFileURL } from "node:url";
import { parseAllDocuments } from "yaml";

const PACKAGES = {
  "monitoring.coreos.com": "@kubernetes-models/prometheus-operator/",
  "keda.sh": "@kubernetes-models/keda/",
};
const STRIMZI = "kafka.strimzi.io";
const GENERATED = "manifests.ts";
// Read by kustomize only; not applied to a cluster.
const NOT_OF_A_CLUSTER = "kustomize.config.k8s.io";

const manifests = process.argv.slice(2).flatMap((file) =>
  parseAllDocuments(readFileSync(file, "utf8")).map((document) => {
    if (document.errors.length > 0) {
      throw new Error(`${file}: ${document.errors[0].message}`);
    }
    return { file, manifest: document.toJS() };
  }),
).filter(({ manifest }) => manifest && !manifest.apiVersion.startsWith(NOT_OF_A_CLUSTER));

const group = ({ apiVersion }) => apiVersion.split("/")[0];
const module = (manifest) => `${PACKAGES[group(manifest)] ?? "kubernetes-models/"}${manifest.apiVersion}/${manifest.kind}`;
const typed = manifests.filter(({ manifest }) => group(manifest) !== STRIMZI);

const lines = typed.flatMap(({ file, manifest }, i) => [
  `import type { I${manifest.kind} as T${i} } from "${module(manifest)}";`,
  `// ${file}`,
  `export const m${i}: T${i} = ${JSON.stringify(manifest, null, 2)};`,
]);
writeFileSync(GENERATED, lines.join("\n") + "\n");
try {
  execFileSync("node_modules/.bin/tsc", ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", GENERATED], {
    stdio: "pipe",
  });
} catch (failure) {
  console.error(String(failure.stdout));
  process.exit(1);
}

let wrong = 0;
const valid = {};
for (const { file, manifest } of manifests) {
  const model = await import(group(manifest) === STRIMZI ? pathToFileURL("strimzi.mjs") : module(manifest));
  try {
    new model[manifest.kind](manifest).validate();
    (valid[file] ??= []).push(manifest.kind);
  } catch (failure) {
    wrong++;
    console.error(`WRONG ${file}: ${manifest.apiVersion} ${manifest.kind} ${manifest.metadata.name}: ${failure.message}`);
  }
}
for (const [file, kinds] of Object.entries(valid)) {
  console.log(`valid ${file}: ${kinds.join(" ")}`);
}

// Each application: what its parts say of each other must agree.
const of = (file, kind) => manifests.filter((one) => one.file === file && one.manifest.kind === kind).map((one) => one.manifest);
for (const file of Object.keys(valid).filter((name) => /^(rendered|chart)-/.test(name))) {
  const [deployment] = of(file, "Deployment");
  const pod = deployment.spec.template;
  const labels = Object.entries(pod.metadata.labels);
  const selects = (selector) => Object.entries(selector).every(([key, value]) => labels.some(([k, v]) => k === key && v === value));
  const [container] = pod.spec.containers;
  const ports = container.ports.map((port) => port.name);
  const volumes = pod.spec.volumes.map((volume) => volume.name);
  const mounts = container.volumeMounts.map((mount) => mount.name);
  const env = (container.env ?? []).map((variable) => variable.name);
  const services = of(file, "Service");
  const scaled = of(file, "ScaledObject");
  const policies = of(file, "NetworkPolicy");
  const configs = pod.spec.volumes.flatMap((volume) => (volume.configMap ? [volume.configMap.name] : []));
  const rules = [
    ["the Deployment does not select its pods", !selects(deployment.spec.selector.matchLabels)],
    ["replicas beside a ScaledObject", scaled.length > 0 && deployment.spec.replicas !== undefined],
    ["no Service selects the pods", !services.some((one) => selects(one.spec.selector) && one.spec.ports.every((port) => ports.includes(port.targetPort)))],
    ["no NetworkPolicy selects the pods", (policies.length > 0 || file.startsWith("rendered"))
      && !policies.some((one) => selects(one.spec.podSelector.matchLabels) && one.spec.policyTypes.includes("Ingress"))],
    ["a PodMonitor selects no pods", of(file, "PodMonitor").some((one) => !selects(one.spec.selector.matchLabels))],
    ["a PodDisruptionBudget selects no pods", of(file, "PodDisruptionBudget").some((one) => !selects(one.spec.selector.matchLabels))],
    ["a ScaledObject scales another Deployment", scaled.some((one) => one.spec.scaleTargetRef.name !== deployment.metadata.name)],
    ["an Ingress leads to no Service", of(file, "Ingress").flatMap((one) => one.spec.rules).flatMap((rule) => rule.http.paths)
      .some((path) => !services.some((one) => one.metadata.name === path.backend.service.name))],
    ["volumes and mounts differ", [...volumes].sort().join() !== [...mounts].sort().join()],
    ["a ConfigMap is not there", configs.some((name) => !of(file, "ConfigMap").some((one) => one.metadata.name === name))],
    ["a variable of the environment twice", new Set(env).size !== env.length],
    ["two resources of one name", new Set(manifests.filter((one) => one.file === file).map(({ manifest }) => `${manifest.kind}/${manifest.metadata.name}`)).size
      !== manifests.filter((one) => one.file === file).length],
    ["a trigger names a TriggerAuthentication that is not there", scaled.flatMap((one) => one.spec.triggers)
      .some((trigger) => trigger.authenticationRef && !of(file, "TriggerAuthentication").some((one) => one.metadata.name === trigger.authenticationRef.name))],
  ];
  for (const [rule] of rules.filter(([, broken]) => broken)) {
    wrong++;
    console.error(`WRONG ${file}: ${rule}`);
  }
}
console.log(`${manifests.length} manifests, ${wrong} wrong`);
process.exit(wrong === 0 && manifests.length > 0 ? 0 : 1);
