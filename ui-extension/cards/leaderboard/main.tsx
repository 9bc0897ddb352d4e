import { render } from "preact";

const root = document.getElementById("app");
if (root) render(<h1>Leaderboard</h1>, root);
