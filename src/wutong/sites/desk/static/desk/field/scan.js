/* Reading a QR code with the camera, or from a photo of it: with what the browser has of its own
   (BarcodeDetector), else with the library `qr`, fetched when it is first needed. */
(function (self) {
  "use strict";
  const field = (self.field = self.field || {});
  const EVERY = 250;
  const LONGEST = 1600;

  async function detector() {
    try {
      const formats = self.BarcodeDetector ? await self.BarcodeDetector.getSupportedFormats() : [];
      if (formats.indexOf("qr_code") >= 0) return new self.BarcodeDetector({ formats: ["qr_code"] });
    } catch (error) { /* as on telephones without the maker's services */ }
    const library = await import(document.body.dataset.qr);
    return {
      async detect(canvas) {
        const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        try {
          return [{ rawValue: library.default(pixels, { effort: Infinity, timeLimit: 800 }) }];
        } catch (error) {
          return []; // no code in this picture
        }
      },
    };
  }

  function drawn(source, width, height) {
    const scale = Math.min(1, LONGEST / Math.max(width, height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.getContext("2d", { willReadFrequently: true }).drawImage(source, 0, 0, canvas.width, canvas.height);
    return canvas;
  }

  /* Return what the code in a photo says, or "". */
  async function fromPhoto(file) {
    const reader = await detector();
    const picture = await new Promise((done, failed) => {
      const image = new Image();
      image.onload = () => done(image);
      image.onerror = failed;
      image.src = URL.createObjectURL(file);
    });
    const canvas = drawn(picture, picture.naturalWidth, picture.naturalHeight);
    URL.revokeObjectURL(picture.src);
    const found = await reader.detect(canvas);
    return found.length ? found[0].rawValue : "";
  }

  /* Show the camera in a dialog until a code is read, or it is closed. Returns the text or "". */
  async function fromCamera(dialog) {
    const video = dialog.querySelector("video");
    const stream = await self.navigator.mediaDevices.getUserMedia({
      video: { facingMode: "environment", width: { ideal: 1280 } }, audio: false,
    });
    let open = true;
    dialog.addEventListener("close", () => { open = false; }, { once: true });
    dialog.showModal();
    try {
      const reader = await detector();
      video.srcObject = stream;
      await video.play();
      while (open) {
        if (video.videoWidth) {
          const found = await reader.detect(drawn(video, video.videoWidth, video.videoHeight));
          if (found.length) return found[0].rawValue;
        }
        await new Promise((done) => setTimeout(done, EVERY));
      }
      return "";
    } finally {
      stream.getTracks().forEach((track) => track.stop());
      video.srcObject = null;
      if (dialog.open) dialog.close();
    }
  }

  field.scan = {
    fromPhoto,
    fromCamera,
    hasCamera: () => Boolean(self.navigator.mediaDevices && self.navigator.mediaDevices.getUserMedia),
  };
})(self);
