// The readers' scripts: each page works without them.
import { ArticleBody } from "./article-body.js";
import { LoadMore } from "./load-more.js";
import { ShareLink } from "./share-link.js";

customElements.define("article-body", ArticleBody);
customElements.define("load-more", LoadMore);
customElements.define("share-link", ShareLink);
