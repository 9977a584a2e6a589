// How the readable page looks: the colours and sizes of the app, light and dark by the reader's system.

export const DOCS_STYLE = `
:root {
  color-scheme: light dark;
  --canvas: light-dark(#f3f5f7, #0f1214);
  --surface: light-dark(#ffffff, #14181b);
  --hover: light-dark(#f1f4f6, #1b2024);
  --ink: light-dark(#131a20, #e9edf0);
  --ink-2: light-dark(#434e59, #aeb8c0);
  --ink-3: light-dark(#5d6873, #8b969f);
  --line: light-dark(#e4e8eb, #252b30);
  --accent: light-dark(#0a6562, #56c5bc);
  --focus: light-dark(#0f8a85, #3db3aa);
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "Segoe UI Mono", "Liberation Mono", Menlo, monospace;
}
* { box-sizing: border-box; }
html { scroll-padding-top: 16px; }
body {
  margin: 0; display: grid; grid-template: auto 1fr / 200px minmax(0, 1fr); min-height: 100vh;
  background: var(--canvas); color: var(--ink);
  font: 14px/20px -apple-system, BlinkMacSystemFont, "Segoe UI Variable Text", "Segoe UI", Inter, "Noto Sans", system-ui, sans-serif;
}
header {
  grid-column: 1 / -1; display: flex; align-items: baseline; justify-content: space-between; gap: 24px;
  padding: 16px 32px; background: var(--surface); border-bottom: 1px solid var(--line);
}
h1 { margin: 0; font-size: 20px; line-height: 28px; }
h1 span { color: var(--ink-3); font-weight: 400; }
h2 { margin: 40px 0 8px; font-size: 16px; line-height: 24px; }
h3 { margin: 28px 0 4px; font-size: 14px; }
a { color: var(--accent); text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
nav { padding: 24px 0 24px 20px; }
nav ul { position: sticky; top: 24px; margin: 0; padding: 0; list-style: none; }
nav a { display: block; padding: 5px 12px; border-radius: 6px; color: var(--ink-2); text-decoration: none; }
nav a:hover { background: var(--hover); color: var(--ink); }
main { min-width: 0; max-width: 1080px; padding: 16px 32px 96px 16px; }
main > p { max-width: 76ch; color: var(--ink-2); }
code, .path { font-family: var(--mono); font-size: 12.5px; overflow-wrap: anywhere; }
details { margin-bottom: -1px; background: var(--surface); border: 1px solid var(--line); }
details:first-of-type { border-radius: 6px 6px 0 0; }
details:last-of-type { border-radius: 0 0 6px 6px; }
summary { display: flex; align-items: baseline; gap: 12px; padding: 7px 12px; cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary:hover { background: var(--hover); }
.method { flex: 0 0 56px; font: 600 11px/16px var(--mono); }
.get { color: light-dark(#1d5fa8, #7db4ee); }
.post { color: light-dark(#1c6b3c, #6cc48b); }
.put, .patch { color: light-dark(#875003, #e0ad52); }
.delete { color: light-dark(#b3261e, #f08c83); }
.path { flex: 0 1 auto; }
.summary { flex: 1 1 0; min-width: 12ch; color: var(--ink-2); }
.who { color: var(--ink-3); font-size: 12px; white-space: nowrap; }
.body { padding: 4px 16px 16px; border-top: 1px solid var(--line); }
.wide { overflow-x: auto; margin: 12px 0; }
table { width: 100%; border-collapse: collapse; font-size: 13px; }
caption { padding: 4px 0; text-align: left; color: var(--ink-3); font-size: 12px; }
th, td { padding: 5px 16px 5px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: 400; }
thead th { color: var(--ink-3); font-size: 12px; }
tbody th { width: 34%; }
td { color: var(--ink-2); overflow-wrap: anywhere; }
td:nth-child(2) { width: 33%; }
.needed { color: var(--ink-3); font-size: 11px; }
.refused { margin-bottom: 0; color: var(--ink-3); font-size: 12px; }
dl { display: grid; grid-template-columns: 56px minmax(0, 76ch); gap: 6px 0; }
dd { margin: 0; color: var(--ink-2); }
@media (max-width: 760px) {
  body { grid-template-columns: minmax(0, 1fr); }
  nav { display: none; }
  main { padding: 8px 16px 64px; }
  summary { flex-wrap: wrap; }
}
`
