/**
 * What the shop sells: facts only; `catalogue.js` asks the questions.
 *
 * A slug is the name in lower case, with hyphens for blanks: `title.js` relies on it.
 * `price` and `was` (the price before a reduction, only where all sizes cost the same) are cents. `colours` and `sizes`
 * are the two choices a product may have; a size may have a price of its own.
 * `soldOut` names variants that cannot be bought (`'moss-20'`), or is `true` for the whole product.
 * A picture leaves its object clear, and the page paints the tone behind it (`css/tones.css`).
 */

const INK = { id: 'ink', name: 'Ink' };
const MOSS = { id: 'moss', name: 'Moss' };
const CLAY = { id: 'clay', name: 'Clay' };
const CHALK = { id: 'chalk', name: 'Chalk' };
const EMBER = { id: 'ember', name: 'Ember' };
const SKY = { id: 'sky', name: 'Sky' };
const OAT = { id: 'oat', name: 'Oat' };
const ROSE = { id: 'rose', name: 'Rose' };
const STRAW = { id: 'straw', name: 'Straw' };
const PINE = { id: 'pine', name: 'Pine' };

export const CATEGORIES = [
  { slug: 'kitchen', name: 'Kitchen', line: 'Pots that hold their heat, boards that hold their edge.', picture: 'tam-pepper-mill' },
  { slug: 'table', name: 'Table', line: 'Stoneware and linen for breakfast, supper and everything between.', picture: 'heron-jug', tone: 'chalk' },
  { slug: 'linen', name: 'Linen', line: 'Soft, plain and quick to dry. Nothing that frays in the first year.', picture: 'mallow-towel', tone: 'sky' },
  { slug: 'living', name: 'Living', line: 'Lamps for long evenings, and something growing on the sill.', picture: 'kite-lamp', tone: 'clay' },
];

export const PRODUCTS = [
  {
    slug: 'brindle-casserole', name: 'Brindle casserole', category: 'kitchen', price: 11900, featured: true,
    colours: [EMBER, MOSS, CHALK], sizes: [{ id: '20', name: '20 cm' }, { id: '24', name: '24 cm', price: 13900 }], soldOut: ['chalk-24'],
    line: 'Cast iron with a lid that keeps the steam where it belongs.',
    text: 'Poured in one piece, enamelled twice and finished with a brass knob that stays cool enough to lift. It goes from the hob to the oven to the middle of the table, and it will outlive the table.',
    facts: ['Cast iron, two coats of enamel', 'All hobs, oven to 250 °C', 'Wash by hand'],
  },
  {
    slug: 'fold-apron', name: 'Fold apron', category: 'kitchen', price: 4200,
    colours: [INK, OAT],
    line: 'Washed linen with a pocket for the spoon you keep losing.',
    text: 'Heavy linen, softened before we cut it, with ties long enough to knot in front. The double pocket takes a spoon on one side and a phone on the other.',
    facts: ['100 % European linen, 280 g/m²', 'One size, ties 110 cm', 'Machine wash at 40 °C'],
  },
  {
    slug: 'tam-pepper-mill', name: 'Tam pepper mill', category: 'kitchen', price: 3800,
    sizes: [{ id: '18', name: '18 cm, walnut' }, { id: '26', name: '26 cm, beech', price: 4600 }],
    line: 'A steel burr in a turned body. One twist, one even grind.',
    text: 'Turned on a lathe, oiled, and fitted with a hardened steel burr that you set with the knob on top: fine for eggs, coarse for stews. If the burr ever wears out we send you another.',
    facts: ['Beech or walnut', 'Hardened steel burr', 'Burr guaranteed for 25 years'],
  },
  {
    slug: 'harrow-board', name: 'Harrow board', category: 'kitchen', price: 5400, was: 6800,
    line: 'One plank of oak, a generous edge and a hole to hang it by.',
    text: 'Cut from a single plank and rounded where your hand goes. One side for bread, the other for onions; rub it with oil when it looks thirsty.',
    facts: ['Solid oak, 46 × 24 cm', 'Finished with linseed oil', 'Wipe clean, oil twice a year'],
  },
  {
    slug: 'dapple-mug', name: 'Dapple mug', category: 'table', price: 2400, featured: true,
    colours: [CLAY, MOSS, SKY], soldOut: ['moss'],
    line: 'Speckled stoneware with a handle that takes three fingers.',
    text: 'Thrown by hand, dipped to the waist and left bare at the foot, so no two are quite the same. It holds a proper cup of tea and a little more.',
    facts: ['Stoneware, 34 cl', 'Dishwasher and microwave safe', 'Each one differs slightly'],
  },
  {
    slug: 'quarry-bowl', name: 'Quarry bowl', category: 'table', price: 2990, was: 3600,
    colours: [CHALK, CLAY, SKY],
    line: 'Deep enough for soup, wide enough for salad.',
    text: 'Two lines round the belly, a small foot and a rim that is pleasant to drink from. It stacks, it keeps warm and it makes a bowl of cherries look like a painting.',
    facts: ['Stoneware, 18 cm, 90 cl', 'Dishwasher and microwave safe', 'Stacks to six'],
  },
  {
    slug: 'heron-jug', name: 'Heron jug', category: 'table', price: 4600,
    colours: [CHALK, SKY, STRAW],
    line: 'A long beak that does not drip. Water, milk or branches.',
    text: 'We made eleven beaks before one stopped dripping; this is the one. It pours a litre and a half, and spends the rest of its life as a vase.',
    facts: ['Stoneware, 1.5 l', 'Dishwasher safe', 'Height 27 cm'],
  },
  {
    slug: 'crumb-napkins', name: 'Crumb napkins', category: 'table', price: 3200,
    colours: [ROSE, OAT, PINE],
    line: 'Four of them, hemmed on three sides and fringed on the fourth.',
    text: 'Woven with a stripe, washed until they stop shrinking, and better with every supper. They iron themselves if you fold them damp.',
    facts: ['Linen and cotton, 45 × 45 cm', 'Set of four', 'Machine wash at 60 °C'],
  },
  {
    slug: 'mallow-towel', name: 'Mallow towel', category: 'linen', price: 1800,
    colours: [SKY, ROSE, OAT], sizes: [{ id: 'hand', name: 'Hand, 50 × 90' }, { id: 'bath', name: 'Bath, 70 × 140', price: 3400 }], soldOut: ['rose-bath'],
    line: 'A waffle weave that drinks quickly and dries by morning.',
    text: 'Light in the suitcase, heavy on the shoulders. The waffle weave opens up after the first wash and never goes stiff on the line.',
    facts: ['Organic cotton, 320 g/m²', 'Loop for hanging', 'Machine wash at 60 °C'],
  },
  {
    slug: 'drift-throw', name: 'Drift throw', category: 'linen', price: 13500, featured: true,
    colours: [STRAW, PINE, ROSE],
    line: 'New wool, woven in a window check and fringed by hand.',
    text: 'For the end of the sofa, the end of the bed and the last hour in the garden. Spun thick and brushed once, so that it is warm rather than fluffy.',
    facts: ['New wool, 140 × 190 cm', 'Weight 1.1 kg', 'Air it; wash seldom, in cold water'],
  },
  {
    slug: 'tally-soap', name: 'Tally soap', category: 'linen', price: 1850,
    line: 'Three bars: oat, nettle and rosehip. A month each.',
    text: 'Boiled in small pans, cut by hand and left to cure for six weeks. It smells of what is in it and then of nothing much, which is how we like it.',
    facts: ['Three bars of 120 g', 'Olive, coconut and rapeseed oil', 'No palm oil, no perfume'],
  },
  {
    slug: 'rook-brush', name: 'Rook brush', category: 'linen', price: 1600, soldOut: true,
    line: 'A long beech handle and bristles that mean it.',
    text: 'For boots, baths and potatoes, though perhaps not the same one. The head is bound with wire, not glued, so it can stand in water.',
    facts: ['Beech and tampico fibre', 'Length 38 cm', 'Hang it up to dry'],
  },
  {
    slug: 'dusk-candle', name: 'Dusk candle', category: 'living', price: 2600, featured: true,
    sizes: [{ id: 'small', name: 'Small, 30 hours' }, { id: 'large', name: 'Large, 60 hours', price: 4200 }],
    line: 'Fig and cedar in amber glass, for the hour after supper.',
    text: 'Rapeseed wax and a cotton wick, scented so lightly that you notice it when you come back into the room. When it is finished, the glass is a tumbler.',
    facts: ['Rapeseed wax, cotton wick', 'Fig leaf, cedar, a little smoke', 'The glass can be used again'],
  },
  {
    slug: 'kite-lamp', name: 'Kite lamp', category: 'living', price: 14800,
    colours: [CLAY, PINE, OAT],
    line: 'A pleated shade on a brass stem, and a chain to pull.',
    text: 'It throws a wide, warm pool and leaves the rest of the room alone. The shade lifts off for dusting, and every part of it can be bought again.',
    facts: ['Brass and pleated cotton', 'Height 48 cm, cable 2 m', 'E27, bulb included'],
  },
  {
    slug: 'sill-planter', name: 'Sill planter', category: 'living', price: 3400, was: 4200,
    colours: [CLAY, CHALK, INK],
    line: 'A pot with its saucer, made to fit a narrow window sill.',
    text: 'Fired hot enough to stay out all winter, with a saucer that really catches the water. The plant in the picture is ours and is not for sale.',
    facts: ['Terracotta, 16 cm across', 'Saucer included', 'Frost-proof'],
  },
  {
    slug: 'beck-watering-can', name: 'Beck watering can', category: 'living', price: 5800, was: 7200,
    colours: [PINE, STRAW, SKY],
    line: 'Balanced when full, balanced when empty, and a fine brass rose.',
    text: 'A small can with a long reach. The rose comes off for a steady pour, and the handle runs far enough back that your wrist never has to think.',
    facts: ['Galvanised steel, brass rose', '3 litres', 'Painted inside and out'],
  },
];
