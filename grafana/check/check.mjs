// Type-checks the dashboards against Grafana's own schema. Each becomes a literal in a generated file, so that the compiler also
// rejects properties that the schema does not know. Options are checked against the type of their panel.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const dashboards = process.argv[2] ?? join(here, "..", "dashboards");
const generated = join(here, "generated");

const PANELS = {
  heatmap: "heatmap/panelcfg/x/HeatmapPanelCfg_types.gen",
  stat: "stat/panelcfg/x/StatPanelCfg_types.gen",
  "state-timeline": "statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen",
  table: "table/panelcfg/x/TablePanelCfg_types.gen",
  timeseries: "timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen",
};

// To the compiler a JSON string is no member of an enum: only its text is compared.
const LOOSE = `type Loose<T> = T extends string ? \`\${T}\`
  : T extends (infer U)[] ? Loose<U>[]
  : T extends object ? { [K in keyof T]: Loose<T[K]> }
  : T;
`;

function source(dashboard) {
  const types = [...new Set(dashboard.panels.map((panel) => panel.type))];
  const unknown = types.filter((type) => !(type in PANELS));
  if (unknown.length > 0) {
    throw new Error(`no types for panels of ${unknown}: name them in PANELS`);
  }
  const name = (type) => type.replace("-", "");
  const imports = types.map(
    (type) => `import type { Options as ${name(type)} } from "@grafana/schema/dist/esm/raw/composable/${PANELS[type]}";\n`,
  );
  const options = dashboard.panels.map(
    (panel) => `// ${panel.title}\nexport const options${panel.id}: Loose<Partial<${name(panel.type)}>> = ${JSON.stringify(panel.options)};\n`,
  );
  return `import type { Dashboard } from "@grafana/schema";\n${imports.join("")}${LOOSE}
export const dashboard: Loose<Dashboard> = ${JSON.stringify(dashboard, null, 1)};\n${options.join("")}`;
}

rmSync(generated, { recursive: true, force: true });
mkdirSync(generated);
const files = readdirSync(dashboards).filter((file) => file.endsWith(".json"));
for (const file of files) {
  writeFileSync(join(generated, file.replace(".json", ".ts")), source(JSON.parse(readFileSync(join(dashboards, file), "utf8"))));
}
try {
  execFileSync(
    join(here, "node_modules", ".bin", "tsc"),
    ["--noEmit", "--strict", "--skipLibCheck", "--module", "esnext", "--moduleResolution", "bundler", "--target", "es2022"].concat(
      files.map((file) => join(generated, file.replace(".json", ".ts"))),
    ),
    { stdio: "inherit" },
  );
  console.log(`${files.length} dashboards agree with @grafana/schema`);
} catch {
  process.exitCode = 1;
}
