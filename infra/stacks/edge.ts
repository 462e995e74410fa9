import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';

export interface EdgeProps extends StackProps {
  hall: string;
  domain: { name: string; zoneId?: string } | undefined;
  waf: boolean;
}

/** Requests a minute and address from somebody without a key; a family on one hotel's address stays far below. */
const PER_MINUTE = 120;

const watched = (metricName: string) => ({ cloudWatchMetricsEnabled: true, metricName, sampledRequestsEnabled: false });

/** Amazon's own rules. Those over the body only count: a guestbook line in Korean, or a photo's hash, is no attack. */
const managed = (name: string, priority: number, countOnly: string[]): CfnWebACL.RuleProperty => ({
  name,
  priority,
  overrideAction: { none: {} },
  statement: {
    managedRuleGroupStatement: {
      vendorName: 'AWS',
      name,
      ruleActionOverrides: countOnly.map(rule => ({ name: rule, actionToUse: { count: {} } })),
    },
  },
  visibilityConfig: watched(name),
});

const lacks = (header: string, start: string): CfnWebACL.StatementProperty => ({
  notStatement: {
    statement: {
      byteMatchStatement: {
        fieldToMatch: { singleHeader: { Name: header } },
        positionalConstraint: 'CONTAINS',
        searchString: start,
        textTransformations: [{ priority: 0, type: 'NONE' }],
      },
    },
  },
});

/** What CloudFront only takes from us-east-1: the certificate and the WebACL. Holds no data. */
export class EdgeStack extends Stack {
  constructor(scope: Construct, id: string, props: EdgeProps) {
    super(scope, id, props);
    if (props.domain) this.certificate(props.domain);
    if (props.waf) this.webAcl(props.hall);
  }

  private certificate({ name, zoneId }: { name: string; zoneId?: string }): void {
    const validation = zoneId
      ? CertificateValidation.fromDns(
          HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId: zoneId, zoneName: name }),
        )
      : CertificateValidation.fromDns();
    const certificate = new Certificate(this, 'Certificate', { domainName: name, validation });
    new CfnOutput(this, 'CertificateArn', { value: certificate.certificateArn });
  }

  private webAcl(hall: string): void {
    const acl = new CfnWebACL(this, 'WebAcl', {
      name: hall,
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: watched(`${hall}-all`),
      rules: [
        {
          // all kiosks share the hall's one address: who has a key is not counted
          name: 'rate-without-key',
          priority: 0,
          action: { block: {} },
          statement: {
            rateBasedStatement: {
              aggregateKeyType: 'IP',
              evaluationWindowSec: 60,
              limit: PER_MINUTE,
              scopeDownStatement: {
                andStatement: { statements: [lacks('cookie', 'hall_device_'), lacks('authorization', 'Bearer ')] },
              },
            },
          },
          visibilityConfig: watched('rate-without-key'),
        },
        managed('AWSManagedRulesAmazonIpReputationList', 1, []),
        managed('AWSManagedRulesCommonRuleSet', 2, [
          // a mail program that unsubscribes by one click need not say who it is
          'NoUserAgent_HEADER',
          'SizeRestrictions_BODY',
          'CrossSiteScripting_BODY',
          'GenericLFI_BODY',
          'GenericRFI_BODY',
          'EC2MetaDataSSRF_BODY',
        ]),
        managed('AWSManagedRulesKnownBadInputsRuleSet', 3, ['JavaDeserializationRCE_BODY', 'Log4JRCE_BODY']),
      ],
    });
    new CfnOutput(this, 'WebAclArn', { value: acl.attrArn });
  }
}
