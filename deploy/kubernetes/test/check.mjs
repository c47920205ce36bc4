// Checks Kubernetes manifests against the schemas of Kubernetes, the Prometheus operator and KEDA: by type, where an unknown
// field is an error, and by the rules of the schemas, such as formats and bounds.
//
//   node check.mjs FILE.yaml ...
import { readFileSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { parseAllDocuments } from "yaml";

const PACKAGES = {
  "monitoring.coreos.com": "@kubernetes-models/prometheus-operator/",
  "keda.sh": "@kubernetes-models/keda/",
};
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
).filter(({ manifest }) => !manifest.apiVersion.startsWith(NOT_OF_A_CLUSTER));

function module({ apiVersion, kind }) {
  return `${PACKAGES[apiVersion.split("/")[0]] ?? "kubernetes-models/"}${apiVersion}/${kind}`;
}

const lines = manifests.flatMap(({ file, manifest }, i) => [
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
for (const { file, manifest } of manifests) {
  const name = `${file}: ${manifest.apiVersion} ${manifest.kind} ${manifest.metadata.name}`;
  const model = await import(module(manifest));
  try {
    new model[manifest.kind](manifest).validate();
    console.log(`valid ${name}`);
  } catch (failure) {
    wrong++;
    console.error(`WRONG ${name}: ${failure.message}`);
  }
}
process.exit(wrong === 0 && manifests.length > 0 ? 0 : 1);
