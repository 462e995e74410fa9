import { Aws, CfnOutput, CfnParameter, Duration, Fn, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnApi, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  PriceClass,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { AaaaRecord, ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { EDGE_HEADER } from '../../functions/platform/names.ts';
import { doorHeaders, pageHeaders } from '../constructs/headers.ts';
import { EDGE_EPOCH } from '../constructs/names.ts';

export interface FrontProps extends StackProps {
  hall: string;
  region: string;
  logDays: number;
  domain: { name: string; zoneId?: string } | undefined;
  waf: boolean;
  /** host of the bucket that takes uploads, as the pages' policy names it */
  uploadHost: string;
}

/** `/booth/` and `/booth` show `/booth/index.html`, `/zone/3` the one page of all zones; a name with a dot is a file. */
const INDEX_PAGE = `function handler(event) {
  var request = event.request;
  var path = request.uri;
  if (/^\\/zone\\/[0-9]+\\/?$/.test(path)) request.uri = '/zone/index.html';
  else if (path.endsWith('/')) request.uri = path + 'index.html';
  else if (path.lastIndexOf('.') < path.lastIndexOf('/')) request.uri = path + '/index.html';
  return request;
}`;

/**
 * One origin for pages and doors. It comes before the functions, which must know under which address they are seen:
 * hence the API has no routes here; the hall's stack adds them.
 */
export class FrontStack extends Stack {
  readonly apiId: string;
  readonly site: Bucket;
  /** https origin, without a slash at the end */
  readonly origin: string;
  readonly edgeSecret: Secret;

  constructor(scope: Construct, id: string, props: FrontProps) {
    super(scope, id, props);
    const api = this.api(props);
    this.apiId = api.ref;
    this.site = new Bucket(this, 'Site', {
      // public pages and materials; CloudFront cannot read what is encrypted under a key of another stack without a circle
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [{ id: 'unfinished', abortIncompleteMultipartUploadAfter: Duration.days(1) }],
    });
    this.edgeSecret = new Secret(this, 'EdgeSecret', {
      description: 'What CloudFront adds to a request so that the doors know it came through the front',
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
    });
    const distribution = this.distribution(props);
    const host = props.domain?.name ?? distribution.distributionDomainName;
    this.origin = `https://${host}`;
    if (props.domain?.zoneId) this.records(distribution, { ...props.domain, zoneId: props.domain.zoneId });
    new CfnOutput(this, 'Origin', { value: this.origin, description: 'Where visitors and kiosks find the hall' });
    new CfnOutput(this, 'SiteBucket', { value: this.site.bucketName });
    new CfnOutput(this, 'DistributionId', { value: distribution.distributionId });
    new CfnOutput(this, 'DistributionHost', { value: distribution.distributionDomainName });
  }

  private api(props: FrontProps): CfnApi {
    const api = new CfnApi(this, 'Api', { name: props.hall, protocolType: 'HTTP' });
    const log = new LogGroup(this, 'ApiLog', {
      // names under vendedlogs need no entry in the account's one resource policy, which is limited to 5 KB
      logGroupName: `/aws/vendedlogs/${props.hall}/api`,
      retention: props.logDays as RetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new CfnStage(this, 'Stage', {
      apiId: api.ref,
      stageName: '$default',
      autoDeploy: true,
      defaultRouteSettings: { throttlingBurstLimit: 200, throttlingRateLimit: 100 },
      accessLogSettings: {
        // without the log's trailing `:*`; no path and no address: a path may hold a token
        destinationArn: Fn.select(0, Fn.split(':*', log.logGroupArn)),
        format: JSON.stringify({
          at: '$context.requestTime',
          request: '$context.requestId',
          route: '$context.routeKey',
          status: '$context.status',
          ms: '$context.responseLatency',
          error: '$context.integrationErrorMessage',
        }),
      },
    });
    return api;
  }

  private distribution(props: FrontProps): Distribution {
    const doors: BehaviorOptions = {
      origin: new HttpOrigin(`${this.apiId}.execute-api.${props.region}.${Aws.URL_SUFFIX}`, {
        protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
        originSslProtocols: [OriginSslPolicy.TLS_V1_2],
        customHeaders: { [EDGE_HEADER]: this.edgeSecret.secretValue.unsafeUnwrap() },
      }),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      responseHeadersPolicy: doorHeaders(this),
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
    };
    // both come from the edge stack in us-east-1; `ops deploy` hands them over, as no reference crosses regions
    const given = (name: string, description: string) => new CfnParameter(this, name, { description }).valueAsString;
    return new Distribution(this, 'Distribution', {
      comment: `Hall ${props.hall}, edge secret ${EDGE_EPOCH}`,
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_200,
      defaultRootObject: 'index.html',
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(this.site as IBucket),
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: pageHeaders(this, props.uploadHost),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        functionAssociations: [
          {
            eventType: FunctionEventType.VIEWER_REQUEST,
            function: new EdgeFunction(this, 'IndexPage', {
              code: FunctionCode.fromInline(INDEX_PAGE),
              runtime: FunctionRuntime.JS_2_0,
            }),
          },
        ],
      },
      additionalBehaviors: { '/api/*': doors, '/m/*': doors, '/privacy': doors },
      ...(props.domain && {
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
        domainNames: [props.domain.name],
        certificate: Certificate.fromCertificateArn(
          this,
          'Certificate',
          given('CertificateArn', 'Output CertificateArn of the edge stack'),
        ),
      }),
      ...(props.waf && { webAclId: given('WebAclArn', 'Output WebAclArn of the edge stack') }),
    });
  }

  private records(distribution: Distribution, domain: { name: string; zoneId: string }): void {
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: domain.zoneId,
      zoneName: domain.name,
    });
    const target = RecordTarget.fromAlias(new CloudFrontTarget(distribution));
    new ARecord(this, 'Ipv4', { zone, recordName: `${domain.name}.`, target });
    new AaaaRecord(this, 'Ipv6', { zone, recordName: `${domain.name}.`, target });
  }
}
