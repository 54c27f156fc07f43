const TITLES: Readonly<Record<number, string>> = {
  302: '302 Found',
  400: '400 Bad Request',
  404: '404 Not Found',
  413: '413 Request Entity Too Large',
  502: '502 Bad Gateway',
  504: '504 Gateway Time-out',
};

/**
 * One of nginx's own pages: HTML, as a client of the real gateway gets it.
 * @param status one of those nginx answers itself
 * @param headers what stands beside the content type
 */
export function nginxPage(status: number, headers: Readonly<Record<string, string>> = {}): Response {
  const title = TITLES[status] ?? String(status);
  const page = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
  return new Response(page, {
    status,
    headers: { server: 'nginx', 'content-type': 'text/html', ...headers },
  });
}
