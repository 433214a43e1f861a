/** The time that all files of the lab bear, in seconds since 1970: the day Linux 6.1 was released. */
export const BUILD_TIME = Date.UTC(2022, 11, 11) / 1000;
