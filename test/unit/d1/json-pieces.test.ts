import { expect, it } from "vitest";
import { jsonPieces } from "../../../worker/adapters/d1/json-pieces.ts";

it("cuts rows into pieces that D1 takes, and loses none", () => {
  const rows = Array.from({ length: 50 }, (_, index) => [`${index}`, "ä".repeat(40)]);
  const pieces = jsonPieces(rows, 500);
  const encoder = new TextEncoder();
  expect(pieces.length).toBeGreaterThan(5);
  expect(Math.max(...pieces.map((piece) => encoder.encode(piece).length))).toBeLessThanOrEqual(502);
  expect(pieces.flatMap((piece) => JSON.parse(piece))).toEqual(rows);
  expect(jsonPieces([])).toEqual([]);
});
