/**
 * Rules of AWS Control Tower (cfn-guard) that are set aside, each with its reason. The plugin reads one raw template: a reference to
 * another stack, or one inside Fn::Join, is nothing to it; where that is the reason, a test of ours says the same about all stacks.
 */
export const SET_ASIDE: Readonly<Record<string, string>> = {
  'ct-apigateway-pr-4':
    'Takes the ARN of a log only as text or a bare reference; ours has its end cut off. Our test reads it.',
  'ct-apigateway-pr-5': 'Routes have no authorizer: the doors check the device key of every request.',
  'ct-cloudfront-pr-4': 'A second origin would be a second copy of the pages; S3 itself spans three zones.',
  'ct-cloudfront-pr-5': 'An access log would hold the paths of memory pages, which are their keys.',
  'ct-cloudfront-pr-6': 'A domain, and so a certificate, is a setting.',
  'ct-cloudfront-pr-7': 'As above: there is no certificate of ours without a domain.',
  'ct-cloudfront-pr-9': 'As above: without a certificate of ours nobody can choose the version of TLS.',
  'ct-cloudwatch-pr-2': 'Logs are kept as long as the setting says; a year by default would be longer than visits are.',
  'ct-cloudwatch-pr-3': "Does not follow a reference to the data stack's key. Our test does.",
  'ct-kms-pr-3': 'Asks for one form of Deny; only the account itself may make grants here, and no function.',
  'ct-lambda-pr-2':
    "Takes the caller's ARN only as text or a bare reference; ours is joined from the API's id. Our test reads it.",
  'ct-lambda-pr-3': 'Functions need no private network; a VPC would cost a NAT gateway and cold starts.',
  'ct-s3-pr-2': 'Access logs would be a second place with addresses, outside of what an erasure reaches.',
  'ct-s3-pr-4': 'Only `incoming` tells anybody that an object arrived.',
  'ct-s3-pr-9': 'A locked object could not be erased.',
  'ct-s3-pr-10': 'The site holds public pages; data lies under our key, as our test says.',
  'ct-s3-pr-11': 'Erasing is deleting: a version would outlive it. Every key is written once.',
};
