// Voice and sounds of the live page. Everything happens in this browser: no request is made.
//
// Streamlit calls the function below for every new `data`, and may build the element anew at any time, so what has
// been said is remembered on the window.
const memory = (window.posecheckVoice ??= { session: null, number: 0, audio: null, hidden: false });

const NOTES = {
  tick: [[660, 0.0, 0.09]],
  go: [[880, 0.0, 0.25]],
  hold_end: [[660, 0.0, 0.15], [880, 0.16, 0.25]],
  set_end: [[660, 0.0, 0.15], [880, 0.16, 0.15], [1047, 0.32, 0.4]],
  attention: [[440, 0.0, 0.12], [440, 0.18, 0.12]],
};

const QUIET_MS = 500; // so long after the last note the sound device may sleep
const LATE_MS = 1500; // a sound that could not be played by then tells nothing any more

function play(name) {
  const notes = NOTES[name];
  const Audio = window.AudioContext ?? window.webkitAudioContext;
  if (!notes || !Audio) return;
  const audio = (memory.audio ??= new Audio());
  clearTimeout(memory.quiet);
  const asked = performance.now();
  const begin = () => {
    if (performance.now() - asked < LATE_MS) sound(audio, notes);
    clearTimeout(memory.quiet);
    // A device that is open costs time all along, also without a sound: some per cent of a small computer.
    const length_s = Math.max(...notes.map(([, from, length]) => from + length));
    memory.quiet = setTimeout(() => audio.suspend?.().catch(() => {}), 1000 * length_s + QUIET_MS);
  };
  if (audio.state === "running" || !audio.resume) begin();
  else audio.resume().then(begin, begin);
}

function sound(audio, notes) {
  for (const [hertz, from, length] of notes) {
    const start = audio.currentTime + from;
    const tone = audio.createOscillator();
    const loud = audio.createGain();
    tone.frequency.value = hertz;
    loud.gain.setValueAtTime(0.0001, start);
    loud.gain.exponentialRampToValueAtTime(0.25, start + 0.02);
    loud.gain.exponentialRampToValueAtTime(0.0001, start + length);
    tone.connect(loud).connect(audio.destination);
    tone.start(start);
    tone.stop(start + length + 0.02);
  }
}

// Voices that need a server would send the words out of the house: only those of this computer are used.
// They speak the language of the words: a voice of another one would make them hard to understand.
function ownVoice(lang) {
  const tag = (voice) => voice.lang.replace("_", "-").toLowerCase();
  const language = lang.split("-")[0].toLowerCase();
  const voices = window.speechSynthesis?.getVoices() ?? [];
  const own = voices.filter((v) => v.localService !== false && tag(v).split("-")[0] === language);
  return own.find((v) => v.default) ?? own.find((v) => tag(v) === lang.toLowerCase()) ?? own[0] ?? null;
}

function speak(text, lang) {
  const voice = ownVoice(lang);
  if (!window.speechSynthesis || !voice) return false;
  window.speechSynthesis.cancel(); // the newest counts: nothing waits behind what is being said
  const words = new SpeechSynthesisUtterance(text);
  words.voice = voice;
  words.lang = voice.lang.replace("_", "-");
  window.speechSynthesis.speak(words);
  return true;
}

function say(data) {
  const { session, what, voice, sounds } = data;
  if (memory.session !== session) {
    memory.session = session;
    memory.number = 0;
  }
  if (!what || what.number <= memory.number) return;
  memory.number = what.number;
  const spoken = voice && what.text ? speak(what.text, data.lang) : false;
  if (!sounds) return;
  if (what.sound) play(what.sound);
  else if (!spoken) play("attention");
}

function typing(event) {
  const element = event.composedPath()[0];
  return ["INPUT", "TEXTAREA", "SELECT", "BUTTON"].includes(element?.tagName) || element?.isContentEditable;
}

export default function (component) {
  const { data, setStateValue, setTriggerValue } = component;
  memory.data = data;
  memory.hear = (silent) => {
    if (memory.silent !== silent) setStateValue("silent", (memory.silent = silent));
  };
  // After a click on Start the keys go to the camera's frame: bring them back, so that the space bar stops the set.
  if (data.listening && document.activeElement?.tagName === "IFRAME") document.activeElement.blur();
  say(data);

  const onKey = (event) => {
    if (event.code !== "Space" || event.repeat || typing(event) || !memory.data.listening) return;
    event.preventDefault();
    setTriggerValue("stop", true);
  };
  const onVisible = () => {
    if (!memory.data.listening) return;
    const hidden = document.visibilityState === "hidden";
    if (hidden && memory.data.voice) speak(memory.data.hidden_words, memory.data.lang);
    setStateValue("hidden", hidden);
  };
  const onVoices = () => memory.hear(!ownVoice(memory.data.lang));
  document.addEventListener("keydown", onKey);
  document.addEventListener("visibilitychange", onVisible);
  window.speechSynthesis?.addEventListener?.("voiceschanged", onVoices);
  const later = setTimeout(onVoices, 1500); // voices are loaded late

  return () => {
    clearTimeout(later);
    document.removeEventListener("keydown", onKey);
    document.removeEventListener("visibilitychange", onVisible);
    window.speechSynthesis?.removeEventListener?.("voiceschanged", onVoices);
  };
}
