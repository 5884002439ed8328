// What this browser remembers between two loads of the page: for as long as the tab is open, that the safety text was
// read; and the name of the set under way, so that it is found again after a reload.
const UNDERSTOOD = "posecheck-understood";
const LAST_SET = "posecheck-last-set";

export default function ({ data, setStateValue }) {
  try {
    if (data.what === "understood") {
      if (data.keep) sessionStorage.setItem(UNDERSTOOD, "yes");
      else if (sessionStorage.getItem(UNDERSTOOD)) setStateValue("understood", true);
      return;
    }
    if (data.keep) localStorage.setItem(LAST_SET, data.keep);
    else if (data.forget) localStorage.removeItem(LAST_SET);
    else setStateValue("last_set", localStorage.getItem(LAST_SET) ?? "");
  } catch {
    // storage is switched off: then nothing is remembered
  }
}
