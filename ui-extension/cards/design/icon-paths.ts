/** A ring of 5.2 around the middle, which several icons begin with. */
const RING = "M8 2.8a5.2 5.2 0 1 0 0 10.4A5.2 5.2 0 0 0 8 2.8Z";

/** Line drawings on a field of 16 × 16, all with a stroke of 1.5. */
export const ICON_PATHS = {
  "arrow-down": "M8 3.2v9.4M4.1 8.8 8 12.7l3.9-3.9",
  "arrow-left": "M12.8 8H3.4M7.2 4.1 3.3 8l3.9 3.9",
  "arrow-right": "M3.2 8h9.4M8.8 4.1 12.7 8l-3.9 3.9",
  "arrow-up": "M8 12.8V3.4M4.1 7.2 8 3.3l3.9 3.9",
  calendar: "M3 4h10v9.2H3ZM3 6.9h10M5.6 2.6v2.6M10.4 2.6v2.6",
  check: "M3.4 8.4l3 3 6.2-6.8",
  "check-circle": `${RING}M5.7 8.1l1.7 1.7 3-3.3`,
  "chevron-down": "M4.4 6.2 8 9.8l3.6-3.6",
  "chevron-left": "M9.8 4.4 6.2 8l3.6 3.6",
  "chevron-right": "M6.2 4.4 9.8 8l-3.6 3.6",
  "chevron-up": "M4.4 9.8 8 6.2l3.6 3.6",
  clock: `${RING}M8 5.2v3l2 1.2`,
  close: "M4 4l8 8M12 4l-8 8",
  download: "M8 2.6v7.6M5.1 7.5 8 10.4l2.9-2.9M3 13.3h10",
  external: "M9.4 3H13v3.6M13 3 7.6 8.4M11.4 9.4V13H3V4.6h3.6",
  "eye-off": "M2.2 8S4.3 4.1 8 4.1 13.8 8 13.8 8 11.7 11.9 8 11.9 2.2 8 2.2 8ZM3.2 12.9l9.6-9.8",
  filter: "M2.8 4.6h10.4M4.8 8h6.4M6.7 11.4h2.6",
  info: `${RING}M8 7.5v3M8 5.4v.1`,
  link: "M6.8 9.2l2.4-2.4M7.3 5l1.6-1.6a2.6 2.6 0 0 1 3.7 3.7L11 8.7M8.7 11l-1.6 1.6a2.6 2.6 0 0 1-3.7-3.7L5 7.3",
  lock: "M3.6 7.1h8.8v6.3H3.6ZM5.6 7.1V5a2.4 2.4 0 0 1 4.8 0v2.1",
  mail: "M2.4 3.6h11.2v8.8H2.4ZM2.8 4.6 8 8.5l5.2-3.9",
  minus: "M5 8h6",
  "minus-circle": `${RING}M5.7 8h4.6`,
  more: "M3.4 8h.01M8 8h.01M12.6 8h.01",
  pencil: "M3 13l.6-2.8 7-7 2.2 2.2-7 7ZM9.2 4.6l2.2 2.2",
  people:
    "M6 3.2a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6ZM1.8 13c.3-2.6 2-3.9 4.2-3.9s3.9 1.3 4.2 3.9M10.6 3.4a2.3 2.3 0 0 1 0 4.2M12 9.5c1.3.6 2 1.8 2.2 3.5",
  plus: "M8 3.2v9.6M3.2 8h9.6",
  refresh: "M13 8a5 5 0 0 1-9.1 2.9M3 8a5 5 0 0 1 9.1-2.9M12.3 2.5v2.7H9.6M3.7 13.5v-2.7h2.7",
  screen: "M2.6 3.4h10.8v7.4H2.6ZM6 13.4h4",
  search: "M7 2.7a4.3 4.3 0 1 0 0 8.6 4.3 4.3 0 0 0 0-8.6ZM10.2 10.2l3.2 3.2",
  share: "M8 9.6V2.6M5.4 5 8 2.4 10.6 5M3 8.6v4.9h10V8.6",
  "square-arrow-down":
    "M4.6 2.8h6.8a1.8 1.8 0 0 1 1.8 1.8v6.8a1.8 1.8 0 0 1-1.8 1.8H4.6a1.8 1.8 0 0 1-1.8-1.8V4.6a1.8 1.8 0 0 1 1.8-1.8ZM8 5.3v5.2M5.8 8.3 8 10.5l2.2-2.2",
  "triangle-alert": "M8 2.7 14 13.1H2ZM8 6.5v3M8 11.2v.1",
  upload: "M8 10.4V2.8M5.1 5.7 8 2.8l2.9 2.9M3 13.3h10",
} as const satisfies Readonly<Record<string, string>>;

/** The name of a drawing. */
export type IconName = keyof typeof ICON_PATHS;
