// Asks for the camera once, so that a refusal can be explained in our own words before the set begins.
async function ask() {
  if (!navigator.mediaDevices?.getUserMedia) return "insecure";
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: true });
    stream.getTracks().forEach((track) => track.stop());
    return "ok";
  } catch (error) {
    return error.name ?? "unknown";
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const button = parentElement.querySelector("button");
  button.textContent = data.label;
  button.disabled = false;
  button.onclick = async () => {
    button.disabled = true;
    button.textContent = data.asking;
    setTriggerValue("answer", await ask());
    button.disabled = false;
    button.textContent = data.label;
  };
}
