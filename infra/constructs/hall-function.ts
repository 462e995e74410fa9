import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyDocument, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  Architecture,
  type CfnFunction,
  type Code,
  Function as Lambda,
  LoggingFormat,
  RecursiveLoop,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { FUNCTIONS, LONGEST_RUN_SECONDS } from '../../functions/platform/names.ts';
import { type EnvValues, environmentOf, READS } from './environment.ts';
import { type Parts, statementsOf } from './grants.ts';
import { EDGE_EPOCH, type FunctionId, pascal } from './names.ts';

/** Memory in MB (it buys processor time: 1769 MB is one core), longest run in seconds, and what the runtime itself is told. */
const SIZES: Record<FunctionId, { memory: number; seconds: number; runtime?: Record<string, string> }> = {
  kiosk: { memory: 1024, seconds: 10 },
  desk: { memory: 1024, seconds: 10 },
  public: { memory: 1024, seconds: 10 },
  photo: {
    memory: 1769,
    seconds: LONGEST_RUN_SECONDS,
    // glibc gives each thread its own arena and keeps what pictures leave in it: one arena, large blocks from the heap
    // (measured: 306 -> 166-190 MB)
    runtime: {
      MALLOC_ARENA_MAX: '1',
      MALLOC_MMAP_THRESHOLD_: '1073741824',
      MALLOC_TRIM_THRESHOLD_: '4294967296',
    },
  },
  mail: { memory: 1024, seconds: LONGEST_RUN_SECONDS },
  feedback: { memory: 512, seconds: LONGEST_RUN_SECONDS },
  erase: { memory: 512, seconds: LONGEST_RUN_SECONDS },
  sweep: { memory: 512, seconds: LONGEST_RUN_SECONDS },
  // waits for the whole hall to wake up; it writes about visits through the doors only, so an erasure need not wait for it
  canary: { memory: 512, seconds: 120 },
};

export interface HallFunctionProps {
  hall: string;
  code: Code;
  key: IKey;
  parts: Parts;
  environment: EnvValues;
  logDays: number;
}

/** One function with its own role, its own log, and only the variables it reads. */
export class HallFunction extends Construct {
  readonly lambda: Lambda;

  constructor(scope: Construct, id: FunctionId, props: HallFunctionProps) {
    const name = FUNCTIONS[id];
    super(scope, pascal(name));
    const log = new LogGroup(this, 'Log', {
      logGroupName: `/${props.hall}/${name}`,
      retention: props.logDays as RetentionDays,
      encryptionKey: props.key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `What ${name} may do`,
      inlinePolicies: { rights: new PolicyDocument({ statements: statementsOf(id, props.parts, log.logGroupArn) }) },
    });
    const { memory, seconds, runtime } = SIZES[id];
    this.lambda = new Lambda(this, 'Function', {
      functionName: `${props.hall}-${name}`,
      ...(READS[id].includes('edgeSecret') && { description: `${name}, edge secret ${EDGE_EPOCH}` }),
      code: props.code,
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: memory,
      timeout: Duration.seconds(seconds),
      environment: { ...environmentOf(id, props.environment), ...runtime },
      // everything it may is in the role above: nothing that CDK would add on its own
      role: role.withoutPolicyUpdates(),
      logGroup: log,
      loggingFormat: LoggingFormat.JSON,
      recursiveLoop: RecursiveLoop.TERMINATE,
    });
    // the reference to the role already says so; cfn-lint calls the second word of it a fault
    (this.lambda.node.defaultChild as CfnFunction).addOverride('DependsOn', undefined);
  }
}
