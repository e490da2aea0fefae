// What waits for the desk, as numbers beside the tabs: asks to join a household, unanswered questions.
import { call, claims } from "./api.js";
import { count } from "./frame.js";
import { DESK } from "./pieces.js";

const ADMITS = ["clerk", "manager", "admin"];

export async function waiting() {
  const { role } = claims() || {};
  if (ADMITS.includes(role)) call("GET", "/api/v1/directory/joinings").then((found) => count("households", found.items.length)).catch(() => null);
  if (DESK.includes(role)) call("GET", "/api/v1/desk/conversations?standing=waiting").then((found) => count("talks", found.items.length)).catch(() => null);
}
