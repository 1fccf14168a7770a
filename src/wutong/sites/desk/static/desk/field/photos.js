/* Photos from the camera, made small enough for a bad line. Drawing them anew leaves out all that
   the camera wrote into them: place, time, device. Who wants place and time kept says so; then the
   camera's notes (EXIF) are put back, turned upright as the drawn picture is. */
(function (self) {
  "use strict";
  const field = (self.field = self.field || {});
  const LONGEST = 1600;
  const QUALITY = 0.8;

  async function shrink(file, keepNotes) {
    let blob;
    try {
      blob = await drawn(file);
    } catch (error) {
      if (!keepNotes) throw new Error("这张照片在手机上打不开，不能去掉拍摄位置；请换一张，或选保留拍摄信息后再选它");
      return { blob: file, name: file.name || "照片" };
    }
    if (keepNotes) {
      const notes = notesOf(new Uint8Array(await file.arrayBuffer()));
      if (notes) blob = await withNotes(blob, notes);
    }
    return { blob, name: (file.name || "照片").replace(/\.\w+$/, "") + ".jpg" };
  }

  async function drawn(file) {
    const picture = await opened(file);
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    if (picture.close) picture.close();
    return new Promise((done, failed) => {
      canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("canvas"))), "image/jpeg", QUALITY);
    });
  }

  /* An <img> turns a photo upright everywhere; createImageBitmap did not always. */
  function opened(file) {
    return new Promise((done, failed) => {
      const address = URL.createObjectURL(file);
      const image = new Image();
      image.onload = () => { URL.revokeObjectURL(address); done(image); };
      image.onerror = () => { URL.revokeObjectURL(address); failed(new Error("image")); };
      image.src = address;
    });
  }

  /* The EXIF segment of a JPEG, with its orientation set to upright; null without one. */
  function notesOf(bytes) {
    if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
    let at = 2;
    while (at + 4 < bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda) {
      const size = (bytes[at + 2] << 8) + bytes[at + 3];
      const isExif = bytes[at + 1] === 0xe1 && String.fromCharCode(...bytes.slice(at + 4, at + 8)) === "Exif";
      if (isExif) return upright(bytes.slice(at, at + 2 + size));
      at += 2 + size;
    }
    return null;
  }

  function upright(segment) {
    const view = new DataView(segment.buffer, 10); // past the marker, its size, and "Exif\0\0"
    try {
      const little = view.getUint16(0) === 0x4949;
      const first = view.getUint32(4, little);
      const count = view.getUint16(first, little);
      for (let each = 0; each < count; each += 1) {
        const entry = first + 2 + each * 12;
        if (view.getUint16(entry, little) === 0x0112) view.setUint16(entry + 8, 1, little);
      }
    } catch (error) {
      return null; // cut short: better none
    }
    return segment;
  }

  async function withNotes(blob, notes) {
    const bytes = await blob.arrayBuffer();
    return new Blob([bytes.slice(0, 2), notes, bytes.slice(2)], { type: "image/jpeg" });
  }

  field.photos = { shrink };
})(self);
