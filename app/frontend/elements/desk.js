// The desk's scripts: HTMX, and the elements that hold its behaviour.
import htmx from "htmx.org";
import { ArticleEditor } from "./article-editor.js";
import { ComboBox } from "./combo-box.js";
import { CommandKeys } from "./command-keys.js";
import { KeptField } from "./kept-field.js";
import { LiveUpdates } from "./live-updates.js";
import { NameList } from "./name-list.js";
import { NoticeList } from "./notice-list.js";
import { sendFreshToken } from "./csrf.js";
import { closeMenusOnLeave, supportCommands } from "./platform.js";

window.htmx = htmx;

sendFreshToken();
supportCommands();
closeMenusOnLeave();
customElements.define("combo-box", ComboBox);
customElements.define("command-keys", CommandKeys);
customElements.define("name-list", NameList);
customElements.define("kept-field", KeptField);
customElements.define("article-editor", ArticleEditor);
customElements.define("live-updates", LiveUpdates);
customElements.define("notice-list", NoticeList);
