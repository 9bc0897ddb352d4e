// The host's colours before anything is painted: from the address where the host tells, else the system's mode.
const params = new URLSearchParams(window.location.search);
const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
const host = params.get("host") === "salesforce" ? "salesforce" : "hubspot";
const asked = params.get("mode");
document.documentElement.dataset.host = host;
document.documentElement.dataset.mode =
  asked === "dark" || asked === "light" ? asked : dark ? "dark" : "light";
