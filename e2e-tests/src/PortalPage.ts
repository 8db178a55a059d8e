import { chromium, type Browser, type Page } from 'playwright-core';

/** Without these, Chromium asks for hosts of its vendor at each start, which a closed network refuses many times over. */
const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What a person does in the portal, in the words of the portal. */
export class PortalPage {
  readonly page: Page;
  readonly #browser: Browser;
  readonly #url: string;

  private constructor(browser: Browser, page: Page, url: string) {
    this.#browser = browser;
    this.page = page;
    this.#url = url;
  }

  static async open(url: string): Promise<PortalPage> {
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      // Chromium's own sandbox does not start as root.
      args: [...quiet, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    });
    const page = await browser.newPage({
      viewport: { width: 1440, height: 900 },
    });
    page.setDefaultTimeout(20_000);
    return new PortalPage(browser, page, url);
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }

  async goto(path: string): Promise<void> {
    await this.page.goto(`${this.#url}${path}`);
  }

  async signInAsGuest(): Promise<void> {
    await this.goto('/');
    await this.page.getByRole('button', { name: 'Enter' }).click();
    await this.page.getByRole('link', { name: 'Plugins' }).first().waitFor();
  }

  async choosePlugin(search: string, title: string): Promise<void> {
    await this.page.getByRole('link', { name: 'Plugins' }).first().click();
    await this.page.getByRole('searchbox').fill(search);
    await this.page.getByRole('article').getByText(title).first().click();
    await this.page.getByRole('heading', { name: title }).first().waitFor();
  }

  /** Opens the dialog of a change; `name` is what the button says. */
  async openChange(name: 'Install' | 'Upgrade' | 'Remove'): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click();
    await this.page.getByRole('dialog').waitFor();
  }

  async chooseVersion(packageName: string, version: string): Promise<void> {
    const dialog = this.page.getByRole('dialog');
    await dialog
      .getByRole('button', { name: new RegExp(`${packageName}(?![-\\w])`) })
      .click();
    await this.page.getByRole('option', { name: version }).click();
  }

  async confirm(name: string): Promise<void> {
    await this.page
      .getByRole('dialog')
      .getByRole('button', { name, exact: true })
      .click();
  }

  /** Waits until the rollout in the dialog serves, then closes the dialog. */
  async untilDone(words: RegExp): Promise<void> {
    const dialog = this.page.getByRole('dialog').first();
    await dialog.getByText(words).waitFor({ timeout: 60_000 });
  }

  /** Waits until the newest rollout in the environment's history says this. */
  async seesOfNewestRollout(
    environment: string,
    ...words: RegExp[]
  ): Promise<void> {
    await this.goto(`/environments/${environment}`);
    await this.page.getByRole('link', { name: 'Rollouts' }).click();
    const rollouts = this.page.getByRole('row', { name: /\d+ → \d+/ });
    const newest = rollouts.first();
    for (const each of words) await newest.getByText(each).first().waitFor();
  }

  /** Waits for words anywhere on the page. */
  async sees(words: RegExp, timeout = 20_000): Promise<void> {
    await this.page.getByText(words).first().waitFor({ timeout });
  }

  async screenshot(file: string): Promise<void> {
    await this.page.screenshot({ path: file });
  }
}
