/** What an offer is made of, as the collector sends it. Texts are in one language and are only ever text. */

/** One offer of the collector's configuration. */
export interface OfferContent {
  id: string;
  /** What it is for; a `newsletter` is not shown where marketing was refused. */
  kind: string;
  /** The visitor's arm in its experiment; in `holdout` nothing is shown. */
  arm: string;
  /** BCP 47; decides how numbers are written and which way the text runs. */
  locale: string;
  version: string;
  title: string;
  /** Of the button that sends; without fields or survey there is none. */
  submit: string;
  /** Of the buttons that close it. */
  close: string;
  /** Shown exactly as given: it is what the receipt keeps. */
  consent_text: string;
  /** Of the opt-in, never ticked beforehand; empty leaves the opt-in out. */
  marketing_text: string;
  thanks: string;
  invalid: string;
  unreachable: string;
  /** While a reply waits for a connection: on the device, and in the page. Default: `unreachable`. */
  waiting?: string;
  waiting_here?: string;
  /** Of the button that closes the thanks. Default: "OK", which needs no translation. */
  done?: string;
  /** Default `plain`. */
  theme?: 'plain' | 'soft' | 'contrast';
  /** Light or dark. Default `auto`: as the visitor prefers. */
  scheme?: 'auto' | 'light' | 'dark';
  /** For a mouse. Default `dialog`. */
  layout?: Layout;
  /** For touch. Default `sheet`; a `dialog` is never shown there. */
  touch_layout?: Layout;
  /** The public key that the figures of `facts` are signed with. */
  facts_key?: string;
  blocks: Block[];
}

/**
 * `dialog`: in the middle, modal. `bar`: slides in at the top. `sheet`: slides in at the foot. `inline`: within the page's
 * element `data-waypost-offer="ID"`. `teaser`: a small tab that opens the dialog (mouse) or the sheet (touch).
 */
export type Layout = 'dialog' | 'bar' | 'sheet' | 'inline' | 'teaser';

export type Block = TextBlock | FactsBlock | CartBlock | CodeBlock | SurveyBlock | FieldsBlock | ItemBlock | MoreBlock;

/** Those that few offers have: a chunk of its own draws them. */
export type MoreBlock = ItemsBlock | HeadingBlock | PictureBlock | LinkBlock | ListBlock;

export interface TextBlock {
  type: 'text';
  text: string;
}

/** Figures that press to decide, drawn only from what the collector has signed. An empty text leaves its figure out. */
export interface FactsBlock {
  type: 'facts';
  /** With `{time}` in it. */
  countdown: string;
  /** In place of the code once the time is over. */
  ended: string;
  /** Both with `{count}` and `{item}` in them. */
  stock: string;
  bought: string;
}

/** The cart's items with pictures that the page shows, and its total; nothing while the cart is empty. */
export interface CartBlock {
  type: 'cart';
  /** Names the total. */
  total: string;
}

/** A code to be copied. */
export interface CodeBlock {
  type: 'code';
  code: string;
  copy: string;
  copied: string;
}

/** One choice, and a text that goes to the collector's captures and into no event. */
export interface SurveyBlock {
  type: 'survey';
  /** Of the question, in `survey_answer`. */
  id: string;
  reasons: { id: string; text: string }[];
  /** Label of the text. */
  more: string;
}

/** What a visitor gives to be written to. */
export interface FieldsBlock {
  type: 'fields';
  /** Labels; without a label a field is left out. The address is always asked for. */
  email: string;
  name?: string;
  phone?: string;
  /** Shown for a phone number that is none. */
  invalid_phone?: string;
  /** Stands behind the label of what may be left empty. */
  optional: string;
  /** A question with `{address}` in it, which takes that address when pressed. */
  suggest: string;
}

/** The product that an alert is about; goes with the address to the collector. */
export interface ItemBlock {
  type: 'item';
  /** Filled in by the page; without one nothing is drawn. */
  item?: Product;
}

/** A product as events have it. */
export interface Product {
  item_id: string;
  item_name?: string;
  item_variant?: string;
  /** Of one piece, a decimal string, with its currency (ISO 4217). */
  price?: string;
  currency?: string;
}

/** Products that are recommended. */
export interface ItemsBlock {
  type: 'items';
  items: Recommended[];
}

export interface Recommended extends Product {
  item_name: string;
  /** The product's page. One that is no safe address leaves the product out. */
  url: string;
  /** Its picture. */
  image?: string;
}

/** A heading below the title. */
export interface HeadingBlock {
  type: 'heading';
  text: string;
}

export interface PictureBlock {
  type: 'picture';
  url: string;
  /** Empty where it only adorns. */
  alt: string;
}

export interface LinkBlock {
  type: 'link';
  text: string;
  url: string;
  /** Whether it looks like a button. */
  button?: boolean;
}

/** Lines with a dot before each. */
export interface ListBlock {
  type: 'list';
  items: string[];
}

/** What the visitor gives to the collector. */
export interface Reply {
  email: string;
  marketing: boolean;
  /** Beside the address: `name`, `phone`, `reason`, `text`, as far as they were given, and the `item` of an alert. */
  given: { name?: string; phone?: string; reason?: string; text?: string; item?: Product };
}
