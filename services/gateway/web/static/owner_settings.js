// The owner's own: where they live, how they are told, on which devices, and what is kept about them.
import { call } from "./api.js";
import { keys } from "./keys.js";
import { household } from "./owner_household.js";
import { own } from "./owner_own.js";
import { push } from "./owner_push.js";
import { wechatBound } from "./owner_wechat.js";
import { load } from "./pieces.js";
import { h, show } from "./view.js";
import { wishes } from "./wishes.js";

export function settings(box) {
  const [home, wished, wechat, device, data, programs] = Array.from({ length: 6 }, () => h("div", {}));
  show(box, home, wished, wechat, device, data, programs);
  household(home);
  load(wished, () => call("GET", "/api/v1/preferences"), (found) => {
    wechatBound(wechat, found.reachable.includes("wechat"));
    if (found.push) push(device);
    return wishes(found, true);
  });
  own(data);
  keys(programs);
  return { changed: () => null };
}
