/** Ids used in the examples of this topic's facts and actions. */
export const aComplaint = '0190c7a0-0000-7000-8000-0000000000e1';
export const aComplainant = '0190c7a0-0000-7000-8000-0000000000c1';
export const aRespondent = '0190c7a0-0000-7000-8000-00000000007a';
export const anOfficer = '0190c7a0-0000-7000-8000-0000000000f1';
export const anAllegation = '0190c7a0-0000-7000-8000-0000000000e2';
export const aFact = '0190c7a0-0000-8000-8000-0000000000e3';
export const anAppeal = '0190c7a0-0000-7000-8000-0000000000e4';
export const aHold = '0190c7a0-0000-7000-8000-0000000000e5';
export const aMeasure = '0190c7a0-0000-7000-8000-0000000000e6';
export const aDemand = '0190c7a0-0000-7000-8000-0000000000e7';
export const aPaper = '0190c7a0-0000-7000-8000-0000000000e8';
export const aDisclosure = '0190c7a0-0000-7000-8000-0000000000e9';
export const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
export const anEntry = '0190c7a0-0000-7000-8000-0000000000ea';
