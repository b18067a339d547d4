// Files that came as bytes with a reply. The first is saved at once; a link for each stays, for a browser that asks first or refuses.

const FILE_TYPES = {
  html: "text/html", zip: "application/zip", docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
};

function fileShelf() {
  const node = make("div", { className: "eq-foot eq-downloads" });
  let addresses = [];
  const clear = () => {
    node.replaceChildren();
    addresses.forEach((address) => URL.revokeObjectURL(address));
    addresses = [];
  };

  function copies(folder) {
    const copy = make("button", { type: "button", className: "eq-quiet", textContent: "Copy the folder’s name" });
    copy.onclick = async () => {
      try { await navigator.clipboard.writeText(folder); copy.textContent = "Copied"; } catch { copy.textContent = folder; }
    };
    return copy;
  }

  return {
    node,
    clear,
    put({ files, folder }, buffers = []) {
      clear();
      if (!files?.length) return;
      const links = files.map(({ says, name }, place) => {
        const type = FILE_TYPES[name.split(".").at(-1)] ?? "application/octet-stream";
        const href = URL.createObjectURL(new Blob([buffers[place]], { type }));
        addresses.push(href);
        return make("a", { href, download: name, textContent: `Download ${says}${place ? "" : " again"}` });
      });
      node.replaceChildren(...links, ...(folder ? [copies(folder)] : []));
      links[0].click();
    },
  };
}
