import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import {
  ConfigurationSet,
  ConfigurationSetEventDestination,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import type { Construct } from 'constructs';
import { WorkQueue } from '../constructs/work-queue.ts';

export interface MailProps extends StackProps {
  hall: string;
  /** a domain or one address */
  identity: string;
  /** false: the identity is there already, from another hall in this account */
  makeIdentity: boolean;
  requireTls: boolean;
}

/** Who sends the mails, and how SES says what became of them. Opens and clicks are not watched. */
export class MailStack extends Stack {
  readonly identityArn: string;
  readonly configurationSet: ConfigurationSet;
  readonly feedback: WorkQueue;

  constructor(scope: Construct, id: string, props: MailProps) {
    super(scope, id, props);
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      configurationSetName: props.hall,
      tlsPolicy: props.requireTls ? ConfigurationSetTlsPolicy.REQUIRE : ConfigurationSetTlsPolicy.OPTIONAL,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
      reputationMetrics: true,
      vdmOptions: { engagementMetrics: false, optimizedSharedDelivery: false },
    });
    this.identityArn = this.formatArn({ service: 'ses', resource: 'identity', resourceName: props.identity });
    if (props.makeIdentity) this.identity(props.identity);
    // SES reaches EventBridge through the account's default bus only
    new ConfigurationSetEventDestination(this, 'Events', {
      configurationSet: this.configurationSet,
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'Bus', 'default')),
      events: [
        EmailSendingEvent.SEND,
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.REJECT,
        EmailSendingEvent.DELIVERY_DELAY,
      ],
    });
    this.feedback = new WorkQueue(this, 'feedback', props.hall);
    new Rule(this, 'MailFeedback', {
      description: 'What became of a mail of this hall',
      eventPattern: {
        source: ['aws.ses'],
        detail: { mail: { tags: { 'ses:configuration-set': [props.hall] } } },
      },
      targets: [new SqsQueue(this.feedback.queue, { deadLetterQueue: this.feedback.dead })],
    });
  }

  private identity(name: string): void {
    const address = name.includes('@');
    const identity = new EmailIdentity(this, 'Identity', {
      identity: address ? Identity.email(name) : Identity.domain(name),
      configurationSet: this.configurationSet,
      ...(!address && { mailFromDomain: `bounce.${name}` }),
    });
    // its DNS records took somebody a day: it stays when the stack goes
    identity.applyRemovalPolicy(RemovalPolicy.RETAIN);
    if (address) return;
    identity.dkimRecords.forEach(({ name: host, value }, index) => {
      new CfnOutput(this, `Dkim${index + 1}`, { value: `${host} CNAME ${value}` });
    });
  }
}
