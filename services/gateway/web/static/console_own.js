// A member of staff's own: how they are told, and keys for their programs.
import { call } from "./api.js";
import { keys } from "./keys.js";
import { load } from "./pieces.js";
import { h, show } from "./view.js";
import { wishes } from "./wishes.js";

export function own(box) {
  const [wished, programs] = [h("div", { class: "narrow" }), h("div", { class: "narrow" })];
  show(box, wished, programs);
  load(wished, () => call("GET", "/api/v1/preferences"), (found) => wishes(found, false));
  keys(programs);
}
