({
  // The card asks for the height that it needs. Lightning may not listen, so each place has one and scrolls inside.
  // biome-ignore lint/complexity/useArrowFunction: Functions of a controller are written so in Aura.
  init: function (component) {
    var heights = { tab: "900px", record: "480px", home: "560px", utility: "560px" };
    var chosen = component.get("v.place") || "tab";
    // The utility bar stays while records come and go: the one that was open first would be stale.
    var recordId = chosen === "utility" ? undefined : component.get("v.recordId");
    var place = recordId ? "record" : chosen;
    component.set("v.height", heights[place]);
    component.set("v.canvasParameters", JSON.stringify({ place: place, recordId: recordId }));
  },
});
