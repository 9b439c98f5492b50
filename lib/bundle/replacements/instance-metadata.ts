/** In place of the Region of an EC2 instance: what the SDK takes where there is none. */
export const getInstanceMetadataRegion = async (): Promise<undefined> => undefined;
