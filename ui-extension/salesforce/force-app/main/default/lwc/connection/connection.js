import readState from "@salesforce/apex/ConnectionController.readState";
import removeKey from "@salesforce/apex/ConnectionController.removeKey";
import saveKey from "@salesforce/apex/ConnectionController.saveKey";
import { LightningElement } from "lwc";

/** The tab in which an admin pastes the key that Standings showed. */
export default class Connection extends LightningElement {
  address = "";
  sendsPings = false;
  key = "";
  failure = "";
  busy = true;

  async connectedCallback() {
    await this.run(() => readState());
  }

  get status() {
    if (this.busy) return "Please wait.";
    return this.sendsPings ? "A key is saved. Changes are sent." : "No key is saved. Nothing is sent.";
  }

  get cannotSave() {
    return this.busy || this.key === "";
  }

  takeKey(event) {
    this.key = event.detail.value;
  }

  async save() {
    await this.run(() => saveKey({ key: this.key }));
    if (this.failure === "") this.key = "";
  }

  async remove() {
    await this.run(() => removeKey());
  }

  /** Shows what the org answers, or what it says went wrong. */
  async run(ask) {
    this.busy = true;
    this.failure = "";
    try {
      const { address, sendsPings } = await ask();
      this.address = address;
      this.sendsPings = sendsPings;
    } catch (refusal) {
      this.failure = refusal.body?.message ?? "Salesforce did not answer. Please reload the page.";
    }
    this.busy = false;
  }
}
