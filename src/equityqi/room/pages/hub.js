// The page of a JupyterHub on which somebody sends their hand-in.

import { handInParts } from "./phone_sheet.js";

const page = document.getElementById("hand-in-page");
const draw = () => page.replaceChildren(...handInParts("", draw, { "X-XSRFToken": page.dataset.token }));
draw();
