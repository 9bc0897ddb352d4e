import { readConfig } from "../../worker/config.ts";

/** A line for each variable that the Worker would refuse: its name and what it should be, never its value. */
export function explainVariables(variables: Readonly<Record<string, unknown>>): readonly string[] {
  const config = readConfig(variables);
  return config.ok ? [] : config.error.map(({ variable, message }) => `${variable} ${message}`);
}
