/* A library that a sample driver needs and that is not there when it is loaded. */
int orm_sample_ghost(void);
int orm_sample_ghost(void) { return 13; }
