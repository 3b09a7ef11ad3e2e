import { HeadacheChatPanel } from "./panel";

const TAG = "headache-chat-panel";

if (!customElements.get(TAG)) customElements.define(TAG, HeadacheChatPanel);
