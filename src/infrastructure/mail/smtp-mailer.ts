import { createTransport } from 'nodemailer';
import type { Mailer, Message } from '../../application/ports.js';

const WAIT_MILLISECONDS = 10_000;

/** Sends messages by a mail server named by an smtp:// or smtps:// address. */
export function openSmtpMailer(url: string): Mailer {
  const { username, hostname } = new URL(url);
  const from = username.includes('%40') ? decodeURIComponent(username) : `no-reply@${hostname}`;
  const transport = createTransport(
    { url, connectionTimeout: WAIT_MILLISECONDS, greetingTimeout: WAIT_MILLISECONDS, socketTimeout: WAIT_MILLISECONDS },
    { from },
  );
  return {
    send: async ({ to, subject, text, messageId }: Message) => {
      await transport.sendMail({ to, subject, text, messageId: `<${messageId}@${hostname}>` });
    },
    close: async () => transport.close(),
  };
}
