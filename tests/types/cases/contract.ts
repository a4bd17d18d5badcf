// The package's types against the contract: what comes out is assignable to it, what goes in from it.

import type * as contract from "../contract.js";
import * as pkg from "agent-delete";

/** Compiles only where the one is assignable to the other. */
type Fits<Part extends Whole, Whole> = Part;
type Same<A extends B, B extends C, C = A> = [A, B, C];

/** Results: ours may say more. */
export type Results = [
  Fits<pkg.Deletion, contract.Deletion>,
  Fits<pkg.Step, contract.Step>,
  Fits<pkg.DeletionResult, contract.DeletionResult>,
  Fits<pkg.DeletionPlan, contract.DeletionPlan>,
  Fits<pkg.Agent, contract.Agent>,
  Fits<pkg.AgentBackup, contract.AgentBackup>,
  Fits<pkg.Capabilities, contract.Capabilities>,
  Fits<pkg.AgentError, contract.AgentError>,
  Fits<pkg.AgentClient, contract.AgentClient>,
];

/** Options: ours may take more. */
export type Options = [
  Same<pkg.BackendName, contract.BackendName>,
  Same<pkg.Secret, contract.Secret>,
  Same<pkg.ErrorCode, contract.ErrorCode>,
  Same<pkg.ClientOptions, contract.ClientOptions>,
  Same<pkg.PlatformDescription, contract.PlatformDescription>,
  Same<pkg.DescribedAuth, contract.DescribedAuth>,
  Same<pkg.DescribedIdKind, contract.DescribedIdKind>,
  Same<pkg.DescribedId, contract.DescribedId>,
  Same<pkg.DescribedDelete, contract.DescribedDelete>,
  Same<pkg.DescribedAgent, contract.DescribedAgent>,
  Same<pkg.DescribedStatus, contract.DescribedStatus>,
  Same<pkg.DescribedErrors, contract.DescribedErrors>,
  Same<pkg.DescribedList, contract.DescribedList>,
  Same<pkg.DescribedNext, contract.DescribedNext>,
  Same<pkg.DescribedPart, contract.DescribedPart>,
  Same<pkg.AnswerPattern, contract.AnswerPattern>,
  Same<pkg.FailurePattern, contract.FailurePattern>,
  Same<pkg.AnswerMembers, contract.AnswerMembers>,
  Same<pkg.AnswerErrorCode, contract.AnswerErrorCode>,
  Same<pkg.DescribedFailure, contract.DescribedFailure>,
  Same<pkg.CallOptions, contract.CallOptions>,
  Same<pkg.DeleteOptions, contract.DeleteOptions>,
  Same<pkg.DeleteManyOptions, contract.DeleteManyOptions>,
  Same<pkg.ListOptions, contract.ListOptions>,
  Same<pkg.BackupOptions, contract.BackupOptions>,
];

/** Fields: none of the contract's is missing, also where all are optional. */
export type Fields = [
  Fits<keyof contract.ClientOptions, keyof pkg.ClientOptions>,
  Fits<keyof contract.PlatformDescription, keyof pkg.PlatformDescription>,
  Fits<keyof contract.DescribedList, keyof pkg.DescribedList>,
  Fits<keyof contract.DescribedFailure, keyof pkg.DescribedFailure>,
  Fits<keyof contract.DeleteManyOptions, keyof pkg.DeleteManyOptions>,
  Fits<keyof contract.ListOptions, keyof pkg.ListOptions>,
  Fits<keyof contract.BackupOptions, keyof pkg.BackupOptions>,
];

/** Classes and functions, as values. */
export const values: {
  AgentClient: typeof contract.AgentClient;
  AgentError: typeof contract.AgentError;
  ready: typeof contract.ready;
} = pkg;

/** Programs written for the contract run on the package. */
declare function program(module: typeof contract): Promise<void>;
void program(pkg);
