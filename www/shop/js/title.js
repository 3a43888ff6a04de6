/**
 * Names a product's or a category's page before anything reads its title, as a server would have: a slug is a name in
 * lower case. A classic script in the head, because modules run only when the whole page is parsed.
 */
{
  const name = location.pathname.split('/')[3].replaceAll('-', ' ');
  document.title = `${name.charAt(0).toUpperCase()}${name.slice(1)} · Larkmoor`;
}
