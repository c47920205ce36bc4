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

// Each rendered file is one application of manifests: what its parts say of each other must agree.
const of = (file, kind) => manifests.filter((one) => one.file === file && one.manifest.kind === kind).map((one) => one.manifest);
for (const file of new Set(manifests.map((one) => one.file).filter((name) => name.includes("rendered")))) {
  const [deployment] = of(file, "Deployment");
  const labels = Object.entries(deployment.spec.template.metadata.labels);
  const selects = (selector) => Object.entries(selector).every(([key, value]) => labels.some(([k, v]) => k === key && v === value));
  const ports = deployment.spec.template.spec.containers[0].ports.map((port) => port.name);
  const rules = [
    ["replicas beside a ScaledObject", of(file, "ScaledObject").length > 0 && deployment.spec.replicas !== undefined],
    ["no Service selects the pods", !of(file, "Service").some((one) => selects(one.spec.selector) && one.spec.ports.every((port) => ports.includes(port.targetPort)))],
    ["no NetworkPolicy selects the pods", !of(file, "NetworkPolicy").some((one) => selects(one.spec.podSelector.matchLabels) && one.spec.policyTypes.includes("Ingress"))],
    ["a trigger names a TriggerAuthentication that is not there", of(file, "ScaledObject").flatMap((one) => one.spec.triggers)
      .some((trigger) => trigger.authenticationRef && !of(file, "TriggerAuthentication").some((one) => one.metadata.name === trigger.authenticationRef.name))],
  ];
  for (const [rule] of rules.filter(([, broken]) => broken)) {
    wrong++;
    console.error(`WRONG ${file}: ${rule}`);
  }
}
process.exit(wrong === 0 && manifests.length > 0 ? 0 : 1);
