// Compares the rendered chart with what else the repository says: manifests of kustomize (each difference must be explained in
// differences.yaml, and each explanation must be needed), rights of docs/security.md, topics of deploy/compose/create-topics.
// The table of docs/helm.md must be the explanations.
//
//   node compare.mjs DIFFERENCES.yaml DOCS
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, parseAllDocuments } from "yaml";

const PAIRS = { base: "default", operators: "monitored", own: "scram", gpu: "gpu" };
const [differencesFile, docs] = process.argv.slice(2);
const explained = parse(readFileSync(differencesFile, "utf8"));
const failures = [];

const read = (file) => parseAllDocuments(readFileSync(file, "utf8")).map((document) => document.toJS()).filter(Boolean);

// kustomize appends a hash to the names of generated ConfigMaps.
const plain = (text) => text.replace(/^elbowatch-[0-9a-z]{10}$/, "elbowatch");

/** Path to value, with the elements of a list by their name or, else, their position. */
function flatten(value, path, into) {
  if (Array.isArray(value)) {
    value.forEach((element, i) => flatten(element, `${path}[${element?.name ?? element?.alert ?? element?.record ?? i}]`, into));
  } else if (value && typeof value === "object") {
    Object.entries(value).forEach(([key, inner]) => flatten(inner, `${path}.${key}`, into));
  } else {
    into[path] = typeof value === "string" ? plain(value.trim()) : value;
  }
  return into;
}

/** The settings that stand in a properties file, without the comments. */
function settings(file) {
  const lines = file.split("\n").filter((line) => line.trim() && !line.startsWith("#"));
  return Object.fromEntries(lines.map((line) => line.split(" = ")));
}

function facts(file) {
  const all = {};
  for (const manifest of read(file)) {
    if (manifest.kind === "ConfigMap" && manifest.data["elbowatch.properties"]) {
      manifest.data = settings(manifest.data["elbowatch.properties"]);
    }
    flatten(manifest, `${manifest.kind}/${plain(manifest.metadata.name)}`, all);
  }
  return all;
}

const pattern = (glob) => new RegExp(`^${glob.split("*").map((part) => part.replace(/[.[\]\\/()+?^$|{}]/g, "\\$&")).join(".*")}$`);
const globs = explained.flatMap(({ at }, i) => at.map((glob) => ({ glob, regex: pattern(glob), i, used: false })));
let count = 0;
for (const [kustomize, helm] of Object.entries(PAIRS)) {
  const one = facts(`rendered-${kustomize}.yaml`);
  const other = facts(`chart-${helm}.yaml`);
  for (const path of new Set([...Object.keys(one), ...Object.keys(other)])) {
    if (one[path] === other[path]) {
      continue;
    }
    count++;
    const why = globs.filter(({ regex }) => regex.test(path));
    why.forEach((glob) => (glob.used = true));
    if (why.length === 0) {
      failures.push(`${kustomize} and ${helm} differ, unexplained: ${path}: kustomize ${one[path]}, helm ${other[path]}`);
    }
  }
}
globs.filter(({ used }) => !used).forEach(({ glob }) => failures.push(`differences.yaml explains what does not differ: ${glob}`));
const page = readFileSync(join(docs, "helm.md"), "utf8");
const rows = explained.map(({ what, kustomize, helm, why }) => `| ${what} | ${kustomize} | ${helm} | ${why} |`);
rows.filter((row) => !page.includes(row)).forEach((row) => failures.push(`docs/helm.md lacks the row: ${row}`));

/** "Read topic images literal" and so on. */
function documentedRights() {
  const block = /acls="kafka-acls\.sh[^\n]*\n((?:\$acls [^\n]*\n)+)/.exec(readFileSync(join(docs, "security.md"), "utf8"))[1];
  return block.trim().split("\n").flatMap((line) => {
    const words = line.split(" ");
    const after = (flag) => words.flatMap((word, i) => (word === flag ? [words[i + 1]] : []));
    const pattern = after("--resource-pattern-type")[0] === "prefixed" ? "prefix" : "literal";
    const resources = Object.entries({ topic: "--topic", group: "--group", transactionalId: "--transactional-id" })
      .flatMap(([type, flag]) => after(flag).map((name) => `${type} ${name} ${pattern}`));
    return after("--operation").flatMap((operation) => resources.map((resource) => `${operation} ${resource}`));
  }).sort();
}

function grantedRights(chart) {
  const user = read(chart).find(({ kind }) => kind === "KafkaUser");
  return user.spec.authorization.acls
    .flatMap(({ resource, operations }) => operations.map((operation) => `${operation} ${resource.type} ${resource.name} ${resource.patternType}`))
    .sort();
}

const documented = documentedRights();
const granted = grantedRights("chart-strimzi.yaml");
documented.filter((right) => !granted.includes(right)).forEach((right) => failures.push(`the KafkaUser lacks ${right}`));
granted.filter((right) => !documented.includes(right)).forEach((right) => failures.push(`docs/security.md does not grant ${right}`));

for (const [chart, topic, operations] of [
  ["chart-people.yaml", "line2-settings", ["DescribeConfigs", "Read", "Write"]],
  ["chart-certificates.yaml", "line1-settings", ["DescribeConfigs", "Read"]],
]) {
  const rights = grantedRights(chart).filter((right) => right.includes(` topic ${topic} `));
  const expected = operations.map((operation) => `${operation} topic ${topic} literal`);
  if (rights.join() !== expected.join()) {
    failures.push(`the KafkaUser of ${chart} may ${rights}, not ${expected}`);
  }
}

const topics = [...read("chart-strimzi.yaml"), ...read("chart-people.yaml")].filter(({ kind }) => kind === "KafkaTopic");
const created = readFileSync("topics.txt", "utf8").trim().split("\n");
for (const line of created) {
  const name = /--topic (\S+)/.exec(line)[1];
  const config = Object.fromEntries([...line.matchAll(/--config (\S+)=(\S+)/g)].map(([, key, value]) => [key, value]));
  const topic = topics.find(({ spec }) => spec.topicName === name);
  const rendered = Object.fromEntries(Object.entries(topic?.spec.config ?? {}).map(([key, value]) => [key, String(value)]));
  const sort = (object) => JSON.stringify(Object.entries(object).sort());
  if (sort(config) !== sort(rendered)) {
    failures.push(`topic ${name}: create-topics has ${sort(config)}, the chart ${sort(rendered)}`);
  }
  if (config["cleanup.policy"] === "compact" && topic?.spec.partitions !== 1) {
    failures.push(`topic ${name}: compacted, with more than one partition`);
  }
}

// Whatever the values say of them besides, as they do of one.
const people = settings(read("chart-people.yaml").find(({ kind }) => kind === "ConfigMap").data["elbowatch.properties"]);
for (const use of ["feedback", "handling", "settings", "instances"]) {
  const name = people[`topics.${use}`];
  const { partitions, config } = topics.find(({ spec }) => spec.topicName === name).spec;
  if (partitions !== 1 || config["cleanup.policy"] !== "compact") {
    failures.push(`topic ${name}: run refuses it with ${partitions} partitions and ${JSON.stringify(config)}`);
  }
}

// Without a login a page is open to everyone, and says so; with one, Prometheus needs it too.
const OPEN = "Nobody is asked for a password";
for (const [name, open] of Object.entries({ default: true, people: false, scram: false, token: false })) {
  if (readFileSync(`notes-${name}.txt`, "utf8").includes(OPEN) !== open) {
    failures.push(`the notes of ${name} ${open ? "lack" : "have"}: ${OPEN}`);
  }
}
const [scraped] = read("chart-token.yaml").find(({ kind }) => kind === "PodMonitor").spec.podMetricsEndpoints;
const { name: secret, key } = scraped.authorization?.credentials ?? {};
if (secret !== "elbowatch-prometheus" || key !== "token") {
  failures.push(`the PodMonitor of token has the key ${key} of the secret ${secret}, not the token`);
}

failures.forEach((failure) => console.error(`WRONG ${failure}`));
console.log(`${count} differences from kustomize explained by ${explained.length} reasons, ${documented.length} rights and ${created.length} topics as documented`);
process.exit(failures.length === 0 ? 0 : 1);
