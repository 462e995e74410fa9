import { resolveTxt } from 'node:dns/promises';
import { GetAccountCommand, GetEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { REVIEWED } from '../../functions/texts/consents.ts';
import { LANGUAGES } from '../../functions/texts/languages.ts';
import type { Settings } from '../settings.ts';
import { aws } from './aws.ts';
import type { Command } from './command.ts';
import { ESSENTIALS_MAIL_USD, PRICES } from './prices.ts';
import { NoTarget, type Target } from './target.ts';

/** One thing looked at. `todo` says what to do about it; without one it is well. */
interface Finding {
  what: string;
  found: string;
  todo?: string;
}

/** Most that a clock may be off: what kiosks send is corrected by the hall's clock, and AWS refuses five minutes. */
const CLOCK_SECONDS = 60;

const clock = async ({ url }: Target): Promise<Finding> => {
  const answer = await fetch(`${url}/privacy`);
  const off = Math.round(Math.abs(Date.parse(answer.headers.get('date') ?? '') - Date.now()) / 1000);
  const what = 'clock';
  if (Number.isNaN(off)) return { what, found: 'the hall does not say its time' };
  const found = `${off} s apart from the hall's`;
  return off <= CLOCK_SECONDS ? { what, found } : { what, found, todo: "Set this machine's clock; kiosks likewise." };
};

/** Consent wordings that no lawyer has read, and whether they may stand alone. */
const wordings = ({ unreviewedWordings }: Pick<Settings, 'unreviewedWordings'>): Finding => {
  const open = LANGUAGES.filter(language => !REVIEWED[language]);
  const what = 'consent wordings';
  if (open.length === 0) return { what, found: 'all were reviewed' };
  const alone = unreviewedWordings ? 'they stand alone' : 'the English one is shown beside each';
  return {
    what,
    found: `not reviewed: ${open.join(', ')}; ${alone}`,
    todo: 'Have a lawyer read them: functions/texts/consents.ts.',
  };
};

const dmarc = async (domain: string): Promise<Finding> => {
  const what = 'DMARC';
  const found = await resolveTxt(`_dmarc.${domain}`).catch(() => []);
  const record = found.map(parts => parts.join('')).find(text => text.startsWith('v=DMARC1'));
  if (record !== undefined) return { what, found: record };
  return { what, found: 'no record', todo: `Make it: _dmarc.${domain} TXT "v=DMARC1; p=quarantine; adkim=r; aspf=r"` };
};

/** SES's pricing plan: new accounts get one that nobody asked for. Without a plan each mail is billed by itself, which is the cheapest here. */
export const planFinding = (plan: string | undefined, region: string): Finding[] =>
  plan === undefined || plan === 'NONE'
    ? []
    : [
        {
          what: 'SES plan',
          found: `${plan}; mails would cost ${PRICES.mail.usd * 1000} USD a thousand without a plan, and ${ESSENTIALS_MAIL_USD * 1000} or more with one`,
          todo: `aws sesv2 put-account-pricing-attributes --plan NONE --region ${region}`,
        },
      ];

/** Seconds that a worker is busy with a mail: mostly the answers of SES and the table, so that more memory does not help. As docs/growth.md reckons. */
const MAIL_SECONDS = 0.5;
/** As `concurrency` allows. */
const MOST_WORKERS = 50;

/** Whether as many workers can use the rate that SES grants. Without a backlog nobody waits for it. */
export const rateFinding = (rate: number, { mails }: Settings['concurrency']): Finding[] => {
  const sent = mails / MAIL_SECONDS;
  const wanted = Math.min(MOST_WORKERS, Math.ceil(rate * MAIL_SECONDS));
  const what = 'pace';
  const found = `SES takes ${rate} mails a second; \`concurrency.mails\` ${mails} sends about ${sent}`;
  return [
    mails >= wanted
      ? { what, found }
      : { what, found, todo: `For a backlog to leave faster: \`concurrency.mails\` ${wanted}.` },
  ];
};

const ses = async ({ ses: { identity }, region, concurrency }: Settings, profile: string): Promise<Finding[]> => {
  const client = new SESv2Client({ region, profile });
  try {
    const account = await client.send(new GetAccountCommand({}));
    const findings: Finding[] = [
      {
        what: 'SES',
        found: `${account.ProductionAccessEnabled ? 'in production' : 'in the sandbox'}, ${account.SendQuota?.Max24HourSend} mails a day, ${account.SendQuota?.MaxSendRate} a second`,
        ...(account.ProductionAccessEnabled
          ? {}
          : {
              todo: `Ask for production access (about a day): https://${region}.console.aws.amazon.com/ses/home#/account`,
            }),
      },
    ];
    findings.push(...rateFinding(account.SendQuota?.MaxSendRate ?? 1, concurrency));
    findings.push(...planFinding(account.PricingAttributes?.CurrentPlan, region));
    if (account.SendingEnabled === false)
      findings.push({
        what: 'SES',
        found: 'sending is paused by AWS',
        todo: 'Answer their mail; then `mail release`.',
      });
    const known = await client.send(new GetEmailIdentityCommand({ EmailIdentity: identity })).catch(() => undefined);
    if (!known) return [...findings, { what: 'identity', found: `${identity} is not known`, todo: 'Deploy first.' }];
    const { VerifiedForSendingStatus, DkimAttributes, MailFromAttributes } = known;
    const tokens = (DkimAttributes?.Tokens ?? []).map(
      token => `${token}._domainkey.${identity} CNAME ${token}.dkim.amazonses.com`,
    );
    const dkim = DkimAttributes?.Status === 'SUCCESS' || identity.includes('@');
    const from = MailFromAttributes?.MailFromDomain;
    const records = `${from} MX 10 feedback-smtp.${region}.amazonses.com; ${from} TXT "v=spf1 include:amazonses.com ~all"`;
    findings.push(
      {
        what: 'identity',
        found: `${identity} ${VerifiedForSendingStatus ? 'may send' : 'is not verified'}`,
        ...(VerifiedForSendingStatus
          ? {}
          : { todo: identity.includes('@') ? 'Open the link in the mail from AWS.' : 'Make the DKIM records.' }),
      },
      {
        what: 'DKIM',
        found: String(DkimAttributes?.Status),
        ...(dkim ? {} : { todo: `Make these records: ${tokens.join('; ')}` }),
      },
    );
    if (from !== undefined)
      findings.push({
        what: 'MAIL FROM',
        found: String(MailFromAttributes?.MailFromDomainStatus),
        ...(MailFromAttributes?.MailFromDomainStatus === 'SUCCESS' ? {} : { todo: `Make these records: ${records}` }),
      });
    return identity.includes('@') ? findings : [...findings, await dmarc(identity)];
  } finally {
    client.destroy();
  }
};

const account = (settings: Settings, profile: string): Finding[] => {
  const where = { profile, region: settings.region };
  const { Account } = aws<{ Account: string }>(['sts', 'get-caller-identity'], where);
  const { AccountLimit } = aws<{ AccountLimit: { ConcurrentExecutions: number } }>(
    ['lambda', 'get-account-settings'],
    where,
  );
  const limit = AccountLimit.ConcurrentExecutions;
  // the queues' shares (feedback and erasures have two each), and two for the doors
  const needed = settings.concurrency.photos + settings.concurrency.mails + 4 + 2;
  return [
    { what: 'account', found: `${Account} in ${settings.region}` },
    {
      what: 'Lambda',
      found: `${limit} functions at once; the hall wants ${needed}`,
      ...(limit >= needed
        ? {}
        : { todo: 'Ask for 1000 (Service Quotas, L-B99A9384: minutes to a day), or lower `concurrency`.' }),
    },
  ];
};

const halls = async (hall: () => Promise<Target>): Promise<Finding[]> => {
  try {
    const target = await hall();
    return [{ what: 'hall', found: target.url }, await clock(target)];
  } catch (error) {
    if (error instanceof NoTarget) return [{ what: 'hall', found: 'none', todo: error.message }];
    throw error;
  }
};

/** Everything that must be right around the hall. */
export const DOCTOR: Record<string, Command> = {
  doctor: {
    about: 'account, quotas, SES, DNS records, wordings, clock: what is missing, and what to do about it',
    run: async ({ settings, profile, hall }) => {
      const findings = [
        ...(profile === undefined ? [] : [...account(settings, profile), ...(await ses(settings, profile))]),
        wordings(settings),
        ...(await halls(hall)),
      ];
      const lines = findings.flatMap(({ what, found, todo }) => [
        `${todo === undefined ? 'well' : 'TODO'}  ${what}: ${found}`,
        ...(todo === undefined ? [] : [`      ${todo}`]),
      ]);
      return { result: { findings }, lines };
    },
  },
};
