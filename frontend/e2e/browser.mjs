// Chromium for the end-to-end checks; CHROMIUM names another executable.
import { chromium } from 'playwright-core';

export function openBrowser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--force-color-profile=srgb'] });
}

/** A page as one reader has it: width, language and colour scheme remembered. */
export async function readersPage(browser, { width, language, scheme, skipGuess = true }) {
  const context = await browser.newContext({
    viewport: { width, height: width < 600 ? 720 : 900 },
    colorScheme: scheme,
    locale: { nb: 'nb-NO', nn: 'nn-NO', en: 'en-GB' }[language],
    hasTouch: width < 600,
  });
  await context.addInitScript(
    ([chosen, skip]) => {
      localStorage.setItem('veivalg.language', chosen);
      if (skip && !localStorage.getItem('veivalg.guesses')) localStorage.setItem('veivalg.guesses', JSON.stringify({ skip: true, byPlace: {} }));
    },
    [language, skipGuess],
  );
  const page = await context.newPage();
  const troubles = [];
  page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
  page.on('pageerror', (error) => troubles.push(String(error)));
  return { context, page, troubles };
}
