type Page = Window & typeof globalThis;

/** Gives a text to the viewer as a file. */
export function saveFile(page: Page, file: { readonly name: string; readonly text: string }): void {
  const address = page.URL.createObjectURL(new page.Blob([file.text], { type: "text/csv;charset=utf-8" }));
  const link = page.document.createElement("a");
  link.href = address;
  link.download = file.name;
  link.click();
  // The browser reads the file after the click has been dealt with.
  page.setTimeout(() => page.URL.revokeObjectURL(address), 0);
}
