/** In the width of a place so many letters fit into a line; a longer name is written smaller, in two. In characters. */
const ONE_LINE_MAX = 20;

/** A name on the wall: nobody can touch it to read what was cut, so nothing is. */
export function TvName({ name, quiet = false }: { readonly name: string; readonly quiet?: boolean }) {
  const classes = [
    "tv-name",
    ...(quiet ? ["tv-name-private"] : []),
    ...(name.length > ONE_LINE_MAX ? ["tv-name-long"] : []),
  ];
  return <span class={classes.join(" ")}>{name}</span>;
}
