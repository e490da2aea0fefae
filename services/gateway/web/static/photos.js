// Photos: pick and send some, or show those that are kept.
import { call, photo } from "./api.js";
import { h, toast } from "./view.js";

const MOST = 9;
const LARGEST = 10 * 1024 * 1024;

// Each photo that has arrived leaves a hidden field named `attachments` in the form.
export function picker() {
  const box = h("div", { class: "photos" });
  const input = h("input", { type: "file", accept: "image/jpeg,image/png,image/webp", multiple: true });
  const add = h("label", { class: "add" }, "添加照片", input);
  input.addEventListener("change", async () => {
    const room = MOST - box.querySelectorAll("img").length;
    for (const file of [...input.files].slice(0, room)) await upload(file, box, add);
    input.value = "";
    add.hidden = box.querySelectorAll("img").length >= MOST;
  });
  box.append(add);
  return box;
}

async function upload(file, box, add) {
  if (file.size > LARGEST) return toast("照片超过 10 MB，请压缩后再添加。");
  const body = new FormData();
  body.append("file", file);
  try {
    const kept = await call("POST", "/api/v1/attachments", body);
    add.before(h("img", { src: URL.createObjectURL(file), alt: "待提交的照片" }), h("input", { type: "hidden", name: "attachments", value: kept.attachment_id }));
  } catch (problem) {
    toast(problem.message);
  }
}

export function pictures(ids) {
  if (!(ids || []).length) return null;
  const box = h("div", { class: "photos" });
  for (const id of ids) photo(id).then((src) => src && box.append(h("a", { href: src, target: "_blank", "aria-label": "看大图" }, h("img", { src, alt: "照片" })))).catch(() => null);
  return box;
}
