import { type Markup, wholePage } from "../../shared/html.ts";

const STYLE = `
  * { box-sizing: border-box } body { margin: 0; font: 13px/1.5 system-ui, sans-serif; color: #181818; background: #f3f3f3 }
  header { background: #fff; border-bottom: 3px solid #0176d3; padding: 10px 20px; display: flex; gap: 20px; align-items: center }
  header a { color: #181818; text-decoration: none; padding: 4px 2px } header a[aria-current] { border-bottom: 2px solid #0176d3 } header strong { font-size: 15px }
  header span { margin-left: auto; color: #5c5c5c } main { padding: 16px }
  main.record { display: grid; grid-template-columns: minmax(0, 1fr) minmax(320px, 420px); gap: 16px; align-items: start }
  section { background: #fff; border: 1px solid #c9c9c9; border-radius: 4px; padding: 16px; margin-bottom: 16px }
  section.bare { padding: 0; overflow: hidden } section.bare h2 { padding: 12px 16px 0 }
  h1 { font-size: 18px; margin: 0 0 8px } h2 { font-size: 14px; margin: 0 0 10px } p { margin: 0 0 10px }
  label { display: block; margin-bottom: 10px; font-size: 12px; color: #444 }
  input, select { display: block; width: 100%; padding: 6px 8px; border: 1px solid #747474; border-radius: 4px; font: inherit; color: #181818; background: #fff }
  button { padding: 6px 16px; border: 1px solid #0176d3; background: #0176d3; color: #fff; border-radius: 4px; font: inherit; cursor: pointer }
  button.quiet { background: #fff; color: #0176d3; border-color: #747474 } table { border-collapse: collapse; width: 100% }
  th, td { text-align: left; padding: 6px 10px; border-bottom: 1px solid #e5e5e5 } th.number, td.number { text-align: right; font-variant-numeric: tabular-nums }
  td a { color: #0b5cab; text-decoration: none } iframe { width: 100%; height: 480px; border: 0; background: #fff; display: block }
  iframe.tab { height: calc(100vh - 90px); min-height: 480px }
  p { overflow-wrap: anywhere } main.narrow { max-width: 560px; margin: 24px auto } @media (max-width: 760px) { main.record { grid-template-columns: 1fr } }
  .problem { border-left: 4px solid #ba0517; padding: 10px 14px; background: #fff; white-space: pre-wrap } output { margin-left: 10px } ul { padding-left: 18px }
`;

/** A page of the org. */
export function page(title: string, body: Markup): string {
  return wholePage(title, STYLE, body);
}
