/**
 * Tells the host around the page how high its content is, now and whenever that changes: a frame in a sidebar takes
 * this height, so that there is never a second scroll bar. A host that cannot resize frames does not listen.
 */
export function reportHeight(page: Window & typeof globalThis, content: HTMLElement): void {
  if (page.parent === page) return;
  let told = 0;
  const observer = new page.ResizeObserver(() => {
    const height = Math.ceil(content.getBoundingClientRect().height);
    if (height === told) return;
    told = height;
    // A height holds nothing secret, so any parent may hear it.
    page.parent.postMessage({ type: "standings:height", height }, "*");
  });
  observer.observe(content);
}
