/** HubSpot's experimental frame: a fixed height, and no message in or out. */

const HEIGHTS: Readonly<Record<string, string>> = { sm: "320px", md: "520px", lg: "820px" };

export function Iframe({ src, height = "md" }: { readonly src: string; readonly height?: string }) {
  return <iframe src={src} title="Standings" style={{ height: HEIGHTS[height] ?? HEIGHTS.md }} />;
}
