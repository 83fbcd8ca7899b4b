// A signature drawn with finger, pen or mouse. Without this script the signed paper serves.
"use strict";

for (const pad of document.querySelectorAll("[data-signature]")) {
  const canvas = pad.querySelector("canvas");
  const pen = canvas.getContext("2d");
  const field = document.getElementById(pad.dataset.signature);
  const choices = document.querySelectorAll(`[name="${pad.dataset.choice}"]`);
  const file = document.querySelector('#div_id_file');

  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [
      ((event.clientX - box.left) * canvas.width) / box.width,
      ((event.clientY - box.top) * canvas.height) / box.height,
    ];
  };

  const clear = () => {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    Object.assign(pen, { strokeStyle: "#111", lineWidth: 3, lineCap: "round", lineJoin: "round" });
  };

  const show = () => {
    const chosen = [...choices].find((choice) => choice.checked);
    const isDrawn = chosen !== undefined && chosen.value === pad.dataset.chosen;
    pad.hidden = !isDrawn;
    if (file) file.hidden = isDrawn;
  };

  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...place(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    pen.lineTo(...place(event));
    pen.stroke();
  });
  canvas.addEventListener("pointerup", (event) => {
    pen.lineTo(...place(event));
    pen.stroke();
    field.value = canvas.toDataURL("image/png");
  });
  pad.querySelector("button").addEventListener("click", () => {
    clear();
    field.value = "";
  });
  for (const choice of choices) choice.addEventListener("change", show);

  clear();
  if (field.value) {
    // Sent once already and come back with an error: what was drawn is not lost.
    const drawn = new Image();
    drawn.addEventListener("load", () => pen.drawImage(drawn, 0, 0));
    drawn.src = field.value;
  }
  show();
}
