import { makeStyles } from '@material-ui/core';

const useStyles = makeStyles({
  svg: { height: 30, width: 'auto', display: 'block' },
});

/** The mark: a stage whose sets change while the play goes on. */
function Mark() {
  return (
    <g
      fill="none"
      stroke="#7df3c8"
      strokeLinejoin="round"
      strokeLinecap="round"
    >
      <path d="M3 8.5 14 3l11 5.5L14 14z" fill="#7df3c8" strokeWidth="1" />
      <path d="m3 14.5 11 5.5 11-5.5" strokeWidth="2.6" opacity="0.75" />
      <path d="m3 20.5 11 5.5 11-5.5" strokeWidth="2.6" opacity="0.45" />
    </g>
  );
}

/** The mark alone, for the closed sidebar. */
export const LogoIcon = () => {
  const classes = useStyles();
  return (
    <svg className={classes.svg} viewBox="0 0 28 29" aria-hidden>
      <Mark />
    </svg>
  );
};

/** The mark with the product's name. */
export const LogoFull = () => {
  const classes = useStyles();
  return (
    <svg className={classes.svg} viewBox="0 0 150 29" role="img">
      <title>Sceneshift</title>
      <Mark />
      <text
        x="38"
        y="21"
        fill="#ffffff"
        fontFamily="Helvetica Neue, Helvetica, Roboto, Arial, sans-serif"
        fontSize="19"
        fontWeight="600"
        letterSpacing="0.2"
      >
        Sceneshift
      </text>
    </svg>
  );
};
