/** Goes where it is sent, and keeps the cookies of each place. */
export class Browser {
  private readonly jars = new Map<string, Map<string, string>>();

  /** Follows until it arrives somewhere that `isThere` knows, and does not go in. */
  async goesTo(address: URL | string, isThere: (url: URL) => boolean): Promise<URL> {
    let url = new URL(address);
    const trail: string[] = [];
    for (let hops = 0; hops < 20; hops++) {
      trail.push(url.href);
      if (isThere(url)) return url;
      const response = await this.asks(url);
      const location = response.headers.get('location');
      if (location === null) throw new Error(`${url.href} answers ${response.status}: ${await response.text()}`);
      await response.body?.cancel();
      url = new URL(location, url);
    }
    throw new Error(`It goes round in circles: ${trail.join(' → ')}`);
  }

  async asks(url: URL): Promise<Response> {
    const jar = this.jarOf(url);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: { ...(cookie && { cookie }) } });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (value && !/expires=Thu, 01 Jan 1970/i.test(line)) jar.set(name!, value);
      else jar.delete(name!);
    }
    return response;
  }

  jarOf({ host }: URL): Map<string, string> {
    const jar = this.jars.get(host) ?? new Map<string, string>();
    this.jars.set(host, jar);
    return jar;
  }
}
